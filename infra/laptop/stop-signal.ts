/** npm forwards a signal that the terminal has already sent, so one Ctrl+C may arrive twice. */
const echoMs = 500;

/** Resolves at the first Ctrl+C or SIGTERM. A second one ends the process at once. */
export const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    let firstMs: number | undefined;
    const stop = () => {
      if (firstMs !== undefined && performance.now() - firstMs > echoMs) process.exit(130);
      firstMs ??= performance.now();
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });

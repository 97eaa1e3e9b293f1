/** npm passes a signal on that the terminal has already sent, so the same Ctrl+C may come twice. */
const echoMs = 500;

/** Resolves at the first Ctrl+C or SIGTERM. Whoever asks again does not want to wait: the process ends at once. */
export const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    let asked: number | undefined;
    const stop = () => {
      if (asked !== undefined && performance.now() - asked > echoMs) process.exit(130);
      asked ??= performance.now();
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });

/** What a shell reports of a program that Ctrl+C has ended. */
export const interruptedCode = 130;

/** npm passes on a signal that the terminal has already sent, so one Ctrl+C may arrive twice. */
const patienceMs = 1000;

/**
 * Runs work that Ctrl+C cancels: the signal stops the engine, which gives up within milliseconds. If it does not, the
 * process is ended all the same. Undefined when it was cancelled.
 */
export const untilInterrupted = async <Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | undefined> => {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) return;
    controller.abort();
    setTimeout(() => {
      process.removeAllListeners("SIGINT");
      process.kill(process.pid, "SIGINT");
    }, patienceMs).unref();
  };
  process.on("SIGINT", stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    return undefined;
  } finally {
    process.off("SIGINT", stop);
  }
};

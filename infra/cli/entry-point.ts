import { enableCompileCache } from "node:module";
import { messageOf } from "../../shared/errors.ts";
import { printableLines } from "../../shared/words.ts";

/** The command line itself is wrong: exit code 2, where a failure is 1. */
export class WrongUsage extends Error {
  override readonly name = "WrongUsage";
}

/**
 * Runs a program and sets its exit code. A failure prints one line; the stack needs DAYBOOK_LOG=debug. The program
 * imports its modules inside `main`, so that they come from the cache of compiled modules.
 */
export const runProgram = async (name: string, main: () => Promise<number>): Promise<void> => {
  process.stdout.on("error", endOnClosedPipe);
  enableCompileCache();
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = error instanceof WrongUsage ? 2 : 1;
    const text = (await isDebugging()) ? stackText(error) : messageOf(error);
    process.stderr.write(`${name}: ${printableLines(text)}\n`);
  }
};

/** `daybook --help | head` closes the pipe early, which is no failure. */
const endOnClosedPipe = (error: Error): void => {
  if ("code" in error && error.code === "EPIPE") process.exit(0);
  throw error;
};

const isDebugging = async (): Promise<boolean> => {
  try {
    const { readEnv } = await import("../entry/environment.ts");
    return readEnv().DAYBOOK_LOG === "debug";
  } catch {
    return false; // the environment is what is wrong
  }
};

const stackText = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

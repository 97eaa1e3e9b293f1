import { enableCompileCache } from "node:module";
import { messageOf } from "../../shared/errors.ts";

/** The command line itself is wrong: exit code 2, where a failure is 1. */
export class WrongUsage extends Error {
  override readonly name = "WrongUsage";
}

const neededNode = 24;

/** Without its install scripts npm falls back to whatever Node the machine has. */
const assertNode = (version: string): void => {
  if (Number.parseInt(version, 10) >= neededNode) return;
  throw new Error(
    `this is Node ${version}, Daybook needs ${neededNode} or later; run \`npm ci\`, which installs it beside Daybook, and start through \`npm start\` or \`npm run daybook\``,
  );
};

/**
 * Runs a program to its exit code: one line for a person when it fails, the stack only on request. The program
 * imports what it needs only now: after the version is known to do, and through a cache of compiled modules.
 */
export const enter = async (name: string, main: () => Promise<number>): Promise<void> => {
  process.stdout.on("error", leaveWhenNobodyReads);
  try {
    assertNode(process.versions.node);
    enableCompileCache();
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = error instanceof WrongUsage ? 2 : 1;
    process.stderr.write(`${name}: ${(await isDebugging()) ? stackOf(error) : messageOf(error)}\n`);
  }
};

/** `daybook --help | head` closes the pipe early; that is no failure. */
const leaveWhenNobodyReads = (error: Error): void => {
  if ("code" in error && error.code === "EPIPE") process.exit(0);
  throw error;
};

const isDebugging = async (): Promise<boolean> => {
  try {
    const { readEnv } = await import("../entry/environment.ts");
    return readEnv().DAYBOOK_DEBUG !== undefined;
  } catch {
    return false; // the environment is what is wrong
  }
};

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

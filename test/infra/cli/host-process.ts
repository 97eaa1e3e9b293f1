import { runProgram } from "../../../infra/cli/entry-point.ts";
import { daybook } from "../../../infra/cli/program.ts";

/**
 * Runs one `daybook` command after the other, for tests: a process of its own for each would read a thousand modules again. As a
 * process would, a command ends when nothing that it began is still active.
 */
const active = () => process.getActiveResourcesInfo().length;

const captured = (stream: NodeJS.WriteStream) => {
  const parts: string[] = [];
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    parts.push(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    for (const callback of rest) if (typeof callback === "function") setImmediate(() => callback());
    return true;
  };
  return () => parts.splice(0).join("");
};
const takeStdout = captured(process.stdout);
const takeStderr = captured(process.stderr);

const nothingActive = async (before: number): Promise<void> => {
  while (active() > before) await new Promise((resolve) => setTimeout(resolve, 5));
};

process.on("message", async (args: readonly string[]) => {
  const before = active();
  await runProgram("daybook", () => daybook(args));
  await nothingActive(before);
  const { exitCode = 0 } = process;
  process.exitCode = 0;
  process.stdout.removeAllListeners("error");
  process.send?.({ code: exitCode, stdout: takeStdout(), stderr: takeStderr() });
});
process.on("disconnect", () => process.exit());

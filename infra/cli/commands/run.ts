import type { Command } from "commander";
import { contextOf, examples } from "../context.ts";
import { filesBelow } from "../files-below.ts";
import { loadFiles } from "../load-files.ts";

export const addRun = (program: Command, exit: (code: number) => void): void => {
  program
    .command("run")
    .argument("<dir>", "a folder of files; a file's path below it becomes its name")
    .description("load every file below a folder, and wait until the tables are up to date")
    .option("--strict", "exit with 1 if a file was rejected")
    .addHelpText("after", examples("run ./export", "--home /tmp/trial run ./export --strict"))
    .action(async (dir: string, { strict = false }: { strict?: boolean }, command: Command) => {
      const context = contextOf(command);
      const files = filesBelow(dir);
      const { dropSummary, exitCodeOf } = await import("../text/drop.ts");
      const report = await loadFiles(context, files.length, () => files);
      context.output.answer(report, () => dropSummary(report));
      exit(exitCodeOf(report, strict));
    });
};

import type { Command } from "commander";
import { contextOf, examples, refuseProject } from "../context.ts";
import { filesBelow } from "../files-below.ts";
import { dateOrder, inferForHome } from "../infer-files.ts";
import { loadFiles } from "../load-files.ts";

interface RunOptions {
  readonly strict?: boolean;
  readonly infer?: boolean;
  readonly dates?: string;
}

export const addRun = (program: Command, exit: (code: number) => void): void => {
  program
    .command("run")
    .argument("<dir>", "a folder of files; a file's path below it becomes its name")
    .description("load every file below a folder, and wait until the tables are up to date")
    .option("--strict", "exit with 1 if a file was rejected")
    .option("--infer", "draft the contracts from the files first, and keep them in the home")
    .option("--dates <order>", "with --infer, how to read 03/04/24: dmy or mdy")
    .addHelpText("after", examples("run ./export", "--home /tmp/trial run ~/Downloads/till --infer"))
    .action(async (dir: string, { strict = false, infer = false, dates }: RunOptions, command: Command) => {
      if (infer) refuseProject(command, "--infer keeps the contracts in a home");
      const given = contextOf(command);
      const below = filesBelow(dir);
      const inferred = infer ? await inferForHome(given, below, dateOrder(dates)) : undefined;
      const context = inferred ? { ...given, env: inferred.env } : given;
      const files = inferred?.files ?? below;
      const { dropSummary, exitCodeOf } = await import("../text/drop.ts");
      const report = await loadFiles(context, files.length, () => files);
      context.output.answer(report, () => dropSummary(report));
      exit(exitCodeOf(report, strict));
    });
};

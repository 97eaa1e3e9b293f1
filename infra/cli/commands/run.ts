import type { Command } from "commander";
import type { FoundUnreadable } from "../../../shared/work/unreadable.ts";
import { contextOf, examples, refuseProject } from "../context.ts";
import { lookBelow } from "../files-below.ts";
import { dateOrder, inferForHome } from "../infer-files.ts";
import { loadFiles } from "../load-files.ts";

interface RunOptions {
  readonly tolerant?: boolean;
  readonly infer?: boolean;
  readonly dates?: string;
}

export const addRun = (program: Command, exit: (code: number) => void): void => {
  program
    .command("run")
    .argument("<dir>", "a folder of files; a file's path below it becomes its name")
    .description("load every file below a folder, and wait until the tables are up to date")
    .option("--tolerant", "exit with 0 although a file was rejected; it is reported all the same")
    .option("--strict", "exit with 1 if a file was rejected: the default, kept for older scripts")
    .option("--infer", "draft the contracts from the files first, and keep them in the home")
    .option("--dates <order>", "with --infer, how to read 03/04/24: dmy or mdy")
    .addHelpText("after", examples("run ./export", "--home /tmp/trial run ~/Downloads/till --infer"))
    .action(async (dir: string, { tolerant = false, infer = false, dates }: RunOptions, command: Command) => {
      if (infer) refuseProject(command, "--infer keeps the contracts in a home");
      const given = contextOf(command);
      const { files: below, unreadable } = lookBelow(dir);
      const drafting = given.output.heartbeat(() => "drafting contracts from the files");
      const inferred = infer
        ? await inferForHome(given, below, dateOrder(dates)).finally(drafting.stop)
        : undefined;
      drafting.stop();
      const context = inferred ? { ...given, env: inferred.env } : given;
      const files = inferred?.files ?? below;
      const { dropSummary, exitCodeOf } = await import("../text/drop.ts");
      const loaded = await loadFiles(context, files.length, () => files);
      const report = { ...loaded, files: [...loaded.files, ...unreadable.map(asFailed)] };
      context.output.answer(report, () => dropSummary(report));
      exit(exitCodeOf(report, !tolerant));
    });
};

/** What hides files must not pass for an empty folder. */
const asFailed = ({ name, reason }: FoundUnreadable) => ({ name, reason, outcome: "failed" as const });

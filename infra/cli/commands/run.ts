import type { Command } from "commander";
import { contextOf, examples } from "../context.ts";
import { filesBelow } from "../files-below.ts";
import { laptopLog, withHome } from "../with-home.ts";

export const addRun = (program: Command, exit: (code: number) => void): void => {
  program
    .command("run")
    .argument("<dir>", "folder of files; a file's path below it becomes its name")
    .description("load every file below a folder, and work until the tables are at rest")
    .option("--strict", "exit with 1 when a file was rejected")
    .addHelpText("after", examples("run ./export", "--home /tmp/trial run ./export --strict"))
    .action(async (dir: string, { strict = false }: { strict?: boolean }, command: Command) => {
      const { env, output } = contextOf(command);
      const files = filesBelow(dir);
      const { DropTally, dropAll } = await import("../../laptop/drop-all.ts");
      const { dropSummary, exitCodeOf } = await import("../text/drop.ts");
      const tally = new DropTally(laptopLog(env));
      tally.progress = output.progress("reading", files.length, "files");
      const report = await withHome(env, tally.hooks, (home) => dropAll(home, files, tally));
      output.answer(report, () => dropSummary(report));
      exit(exitCodeOf(report, strict));
    });
};

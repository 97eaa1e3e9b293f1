import type { Command } from "commander";
import { assertFile } from "../assert-file.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { loadFiles } from "../load-files.ts";
import { nameFor } from "../name-for.ts";

interface DropOptions {
  readonly as?: string;
  readonly strict?: boolean;
}

export const addDrop = (program: Command, exit: (code: number) => void): void => {
  program
    .command("drop")
    .argument("<file...>", "files to load; folder names that a contract knows become part of the name")
    .description("load single files, and wait until the tables are up to date")
    .option("--as <name>", "the file's name in the bucket (one file only)")
    .option("--strict", "exit with 1 if a file was rejected")
    .addHelpText(
      "after",
      examples(
        "drop ./export/transactions/2024-10-06.csv",
        "drop ~/Downloads/today.csv --as transactions/2024-10-06.csv",
      ),
    )
    .action(async (paths: string[], options: DropOptions, command: Command) => {
      exit(await drop(contextOf(command), paths, options));
    });
};

const drop = async (
  context: Context,
  paths: readonly string[],
  { as, strict = false }: DropOptions,
): Promise<number> => {
  const { output } = context;
  if (as !== undefined && paths.length > 1)
    throw new WrongUsage("--as names one file: give only one FILE with it");
  for (const path of paths) assertFile(path);
  const { dropSummary, exitCodeOf } = await import("../text/drop.ts");
  const report = await loadFiles(context, paths.length, ({ feeds }) =>
    paths.map((path) => {
      const name = as ?? nameFor(feeds, path);
      output.note(`dropping ${name}`);
      return { path, name };
    }),
  );
  output.answer(report, () => dropSummary(report));
  return exitCodeOf(report, strict);
};

import { statSync } from "node:fs";
import { basename, resolve, sep } from "node:path";
import type { Command } from "commander";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { loadFiles } from "../load-files.ts";

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
  for (const path of paths)
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new WrongUsage(`${path} is not a file`);
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

/**
 * The longest end of the path that a contract knows: `…/fx_rates/2024-01-01.csv` is a file of rates, though
 * `2024-01-01.csv` alone would be one of transactions.
 */
const nameFor = (feeds: readonly Feed[], path: string): string => {
  const segments = resolve(path).split(sep).filter(Boolean);
  const ends = segments.map((_, index) => segments.slice(index).join("/"));
  const known = ends.find((name) =>
    feeds.some((feed) => feed.paths.some((each) => each.match(name) !== undefined)),
  );
  return known ?? basename(path);
};

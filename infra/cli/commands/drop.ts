import { statSync } from "node:fs";
import { basename, resolve, sep } from "node:path";
import type { Command } from "commander";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import type { LocalFile } from "../files-below.ts";
import { laptopLog, withHome } from "../with-home.ts";

interface DropOptions {
  readonly as?: string;
  readonly strict?: boolean;
}

export const addDrop = (program: Command, exit: (code: number) => void): void => {
  program
    .command("drop")
    .argument("<file...>", "files to load; folder names that a contract knows become part of the name")
    .description("load single files, and work until the tables are at rest")
    .option("--as <name>", "the name of the file in the bucket (one file only)")
    .option("--strict", "exit with 1 when a file was rejected")
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
  { env, output }: Context,
  paths: readonly string[],
  { as, strict = false }: DropOptions,
): Promise<number> => {
  if (as !== undefined && paths.length > 1)
    throw new WrongUsage("--as names one file; give one FILE with it");
  for (const path of paths)
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new WrongUsage(`${path} is not a file`);
  const { DropTally, dropAll } = await import("../../laptop/drop-all.ts");
  const { dropSummary, exitCodeOf } = await import("../text/drop.ts");
  const tally = new DropTally(laptopLog(env));
  const report = await withHome(env, tally.hooks, async (home) => {
    const files = paths.map((path): LocalFile => ({ path, name: as ?? nameFor(home.platform.feeds, path) }));
    for (const { name } of files) output.note(`dropping ${name}`);
    return dropAll(home, files, tally);
  });
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

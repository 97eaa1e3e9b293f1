import type { Command } from "commander";
import type {
  ReplayedFile,
  SelectedFile,
  Selection,
} from "../../../functions/operations/replay/replay-files.ts";
import { undated } from "../../../shared/contracts/path-pattern.ts";
import { countBy } from "../../../shared/count-by.ts";
import { counted, megabytes, number, tallied } from "../../../shared/words.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { day } from "../terminal/day.ts";
import { lines, paragraphs } from "../terminal/paragraphs.ts";
import { facts, table } from "../terminal/table.ts";
import { withInstallation } from "../with-installation.ts";

interface ReplayOptions extends Omit<Selection, "prefixes"> {
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

export const addReplay = (program: Command, exit: (code: number) => void): void => {
  program
    .command("replay")
    .argument("[prefix...]", "the prefix of files in the bucket")
    .description("ingest files again from their originals, after a contract or a bug was corrected")
    .option("--feed <name>", "only this feed's files")
    .option("--from <date>", "only files of this date or later", day)
    .option("--to <date>", "only files of this date or earlier", day)
    .option("--all", "every file")
    .option("--dry-run", "show what would be read, and change nothing")
    .addHelpText(
      "after",
      `${examples("replay transactions/2024-10", "replay --feed fx_rates --from 2024-10-01 --dry-run")}

A replay that is repeated, or stopped and started again, ends in the same tables. While a file is read, its present
rows keep serving; they also stay if the contract now rejects the file.`,
    )
    .action(async (prefixes: string[], options: ReplayOptions, command: Command) => {
      exit(await replay(contextOf(command), prefixes, options));
    });
};

const replay = async (
  context: Context,
  prefixes: readonly string[],
  { all = false, dryRun = false, ...narrow }: ReplayOptions,
): Promise<number> => {
  const { output } = context;
  if (!all && prefixes.length === 0 && Object.keys(narrow).length === 0)
    throw new WrongUsage("name the files: a prefix, --feed, --from, --to, or --all for all of them");
  const { replayFiles, selectFiles } = await import("../../../functions/operations/replay/replay-files.ts");
  return withInstallation(context, async (installation) => {
    const { platform } = installation;
    assertFeed(platform.feeds, narrow.feed);
    const found = await selectFiles(platform, { prefixes, ...narrow });
    const files = found.filter(({ isAvailable }) => isAvailable);
    const gone = found.filter(({ isAvailable }) => !isAvailable).map(({ object }) => object);
    if (dryRun || files.length === 0) {
      output.answer({ files, gone, replayed: [] }, () => `${planInWords(files, gone)}\nNothing was changed.`);
      return 0;
    }
    output.note(planInWords(files, gone));
    const progress = output.progress("reading", files.length, "files");
    const replayed = await replayFiles(installation, files, (done) => progress.update(done));
    progress.end();
    output.answer({ files, gone, replayed }, () => doneInWords(replayed));
    return replayed.some(({ state }) => state === "FAILED" || state === "STUCK") ? 1 : 0;
  });
};

const assertFeed = (feeds: readonly { readonly name: string }[], feed: string | undefined): void => {
  if (feed === undefined || feeds.some(({ name }) => name === feed)) return;
  throw new WrongUsage(
    `--feed ${feed}: no contract has that name; the feeds are ${feeds.map(({ name }) => name).join(", ")}`,
  );
};

const planInWords = (files: readonly SelectedFile[], gone: readonly string[]): string => {
  if (files.length + gone.length === 0) return "No file matches.";
  const sum = (field: "size" | "rows") => files.reduce((total, file) => total + file[field], 0);
  const dates = files.map(({ fileDate }) => fileDate).filter((date) => date !== undated);
  const days = new Set(files.flatMap((file) => file.days));
  const feeds = tallied(countBy(files, ({ feed }) => feed));
  return lines(
    facts([
      [
        "To read",
        `${counted(files.length, "file")}, ${megabytes(sum("size"))}${feeds === "" ? "" : ` (${feeds})`}`,
      ],
      dates.length > 0 && ["File dates", `${dates[0]} to ${dates.at(-1)}`],
      [
        "In the tables",
        `${counted(sum("rows"), "row")} of ${counted(days.size, "business day")} will be replaced`,
      ],
    ]),
    gone.length > 0 &&
      `Original no longer available: ${gone.slice(0, 10).join(", ")}${gone.length > 10 ? ` and ${number(gone.length - 10)} more` : ""}; their rows stay as they are.`,
  );
};

const doneInWords = (replayed: readonly ReplayedFile[]): string => {
  const states = tallied(countBy(replayed, ({ state }) => state));
  const rows = replayed
    .filter(({ state }) => !["ACCEPTED", "LOADED"].includes(state))
    .map(({ object, state, reason = "" }) => [object, state, reason]);
  return paragraphs(
    rows.length > 0 && table(["file", "state", "reason"], rows),
    `${counted(replayed.length, "file")} read again: ${states}`,
  );
};

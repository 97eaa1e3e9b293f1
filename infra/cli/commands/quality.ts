import { type Command, Option } from "commander";
import type { FeedQuality, Quality, QualityQuestion } from "../../../functions/operations/quality/quality.ts";
import { number, printable, shortened } from "../../../shared/words.ts";
import { contextOf, examples } from "../context.ts";
import { csvText } from "../terminal/result.ts";
import { right, table } from "../terminal/table.ts";
import { withTables } from "../with-tables.ts";

interface Choice extends QualityQuestion {
  readonly csv?: boolean;
  readonly html?: boolean;
}

export const addQuality = (program: Command): void => {
  program
    .command("quality")
    .description("show every row that breaks a rule, how to mend it, and how good each file and feed is")
    .option("--feed <feed>", "only this feed")
    .option("--file <name>", "only this file")
    .option("--personal", "show personal data, which is masked otherwise")
    .addOption(new Option("--csv", "write the rows as CSV").conflicts(["json", "html"]))
    .addOption(new Option("--html", "write a page to send to whoever sends the files").conflicts("json"))
    .addHelpText(
      "after",
      examples(
        "quality",
        "quality --feed transactions --csv > rows.csv",
        "quality --file transactions/2024-10-06.csv --html > mend.html",
      ),
    )
    .action(async ({ csv = false, html = false, ...question }: Choice, command: Command) => {
      const context = contextOf(command);
      const { readQuality } = await import("../../../functions/operations/quality/quality.ts");
      const quality = await withTables(context, (platform) => readQuality(platform, question));
      if (csv) return context.output.raw(csvText(quality.rows.map((row) => ({ ...row }))));
      if (html) {
        const { supplierPage } = await import("../../../functions/operations/quality/supplier-page.ts");
        return context.output.raw(supplierPage(quality));
      }
      context.output.answer(quality, () => inWords(quality));
    });
};

/** So many rows are readable on a terminal; the other formats show all. */
const rowsShown = 50;

const inWords = ({ feeds, rows }: Quality): string => {
  const summary = table(
    ["feed", ...right("files", "rows in", "kept", "quarantined", "held", "remarks", "score")],
    feeds.map((feed) => [
      feed.feed,
      ...[feed.files.length, feed.in, feed.kept, feed.quarantined, feed.held, feed.warned].map(number),
      feed.score === null ? "-" : `${feed.score} %`,
    ]),
  );
  const reasons = feeds.flatMap((feed) =>
    feed.topReasons.slice(0, 5).map(({ reason, rows: count }) => [feed.feed, reason, number(count)]),
  );
  const notes = feeds.flatMap(notesOf);
  const list = rows
    .slice(0, rowsShown)
    .map((row) => [
      row.file,
      String(row.line),
      row.column ?? "",
      shortened(row.value ?? "", 30),
      row.reasons,
      row.mend,
    ]);
  return [
    summary,
    ...(reasons.length === 0 ? [] : [table(["feed", "reason", ...right("rows")], reasons)]),
    ...(notes.length === 0 ? [] : [notes.map(printable).join("\n")]),
    ...(list.length === 0
      ? []
      : [table(["file", ...right("line"), "column", "value", "what is wrong", "how to mend it"], list)]),
    ...(rows.length > rowsShown
      ? [`${number(rows.length - rowsShown)} further rows: --json, --csv and --html show all.`]
      : []),
  ].join("\n\n");
};

/** What concerns whole files. */
const notesOf = (feed: FeedQuality): readonly string[] => [
  ...feed.refused.map(({ file, reason }) => `${file} was refused: ${reason}`),
  ...feed.waiting.map(({ file, reason }) => `${file} waits for \`daybook release\` or \`refuse\`: ${reason}`),
  ...feed.sameContents.map(({ file, sameAs }) => `${file} has the same content as ${sameAs}`),
  ...feed.nullDrift.map(
    ({ file, column, missing, usual }) =>
      `${file}: ${column} is missing on ${(100 * missing).toFixed(1)} % of the rows, usually on ${(100 * usual).toFixed(1)} %`,
  ),
  ...feed.distributionDrift.map(
    ({ file, column, moved, usual }) =>
      `${file}: the values of ${column} lie elsewhere on ${(100 * moved).toFixed(1)} % of the rows, usually on ${(100 * usual).toFixed(1)} %`,
  ),
];

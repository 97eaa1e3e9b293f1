import type { Feed } from "../../../shared/contracts/feed.ts";
import { countBy } from "../../../shared/count-by.ts";
import { firstDate } from "../../../shared/dates.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Row } from "../../../shared/ports.ts";
import { howToMend } from "../../../shared/quality/mend.ts";
import { date, sqlFile } from "../../../shared/sql.ts";
import { isRefused, type LedgerEntry, ledgerIn } from "../../../shared/work/ledger.ts";
import { readBins } from "./column-bins.ts";
import { distributionDrift } from "./distribution-drift.ts";
import type { FailingRow } from "./failing-row.ts";
import { type FileFigures, fileFigures, nullDrift, sameContents } from "./file-figures.ts";
import { unmask } from "./unmask.ts";
import { warnedRows } from "./warned-rows.ts";

const brokenSql = sqlFile(import.meta.url, "broken_rows.sql");

export interface QualityQuestion {
  readonly feed?: string | undefined;
  readonly file?: string | undefined;
  /** Shows personal data, which is masked otherwise. */
  readonly personal?: boolean | undefined;
}

/** What is wrong in the files, row by row, and how good each file and feed is. */
export const readQuality = async (platform: Platform, question: QualityQuestion) => {
  const feeds = chosenFeeds(platform.feeds, question.feed);
  const entries = await ledgerIn(platform.state, platform.clock).list();
  const reports = [];
  const rows: FailingRow[] = [];
  for (const feed of feeds) {
    const failing = await failingRows(platform, feed, question);
    const files = await fileFigures(platform, feed);
    if (files.length === 0 && !entries.some((entry) => entry.feed === feed.name)) continue;
    rows.push(...failing);
    reports.push({
      ...feedQuality(
        feed,
        files,
        failing,
        entries.filter((entry) => entry.feed === feed.name),
        question.file,
      ),
      distributionDrift: distributionDrift(
        files.map(({ manifest }) => manifest.object),
        await readBins(platform.warehouse, feed),
      ),
    });
  }
  if (question.file !== undefined && reports.every(({ files }) => files.length === 0))
    throw new RejectedInput(
      `no file named ${question.file} was ever read; \`daybook status\` shows what has arrived`,
    );
  return { at: platform.clock.now().toISOString(), feeds: reports, rows };
};
export type Quality = Awaited<ReturnType<typeof readQuality>>;
export type FeedQuality = Quality["feeds"][number];

const chosenFeeds = (feeds: readonly Feed[], name: string | undefined): readonly Feed[] => {
  if (name === undefined) return feeds;
  const chosen = feeds.filter((feed) => feed.name === name);
  if (chosen.length === 0)
    throw new RejectedInput(`"${name}" is no feed; known are ${feeds.map((feed) => feed.name).join(", ")}`);
  return chosen;
};

const failingRows = async (platform: Platform, feed: Feed, { file, personal }: QualityQuestion) => {
  const params = {
    feed: { type: "STRING" as const, value: feed.name },
    file: { type: "STRING" as const, value: file ?? null },
    from_day: date(firstDate),
  };
  const broken = await platform.warehouse.query(brokenSql, params);
  const warned = await warnedRows(platform.warehouse, platform.feeds, feed, file);
  const rows = [
    ...broken.map((row) => failingRow(feed, row, false)),
    ...warned.map((row) => failingRow(feed, row, true)),
  ];
  return personal ? unmask(platform.warehouse, feed, rows) : rows;
};

const failingRow = ({ name }: Feed, row: Row, kept: boolean): FailingRow => {
  const text = (key: string) => (row[key] === null || row[key] === undefined ? null : String(row[key]));
  const [rule, column] = [text("rule") ?? "", text("column_name")];
  return {
    feed: name,
    file: text("file") ?? "",
    line: Number(row["line"]),
    day: text("day") ?? "",
    rule,
    column,
    value: text("value"),
    reasons: text("reasons") ?? text("message") ?? "",
    mend: howToMend(rule, column),
    kept,
  };
};

const feedQuality = (
  feed: Feed,
  figures: readonly FileFigures[],
  failing: readonly FailingRow[],
  entries: readonly LedgerEntry[],
  only: string | undefined,
) => {
  const outOfTables = failing.filter(({ kept }) => !kept);
  const outByFile = countBy(outOfTables, ({ file }) => file);
  const shown = figures.filter(({ manifest }) => only === undefined || manifest.object === only);
  const files = shown.map(({ manifest, rowsIn, warnings }) => {
    const quarantined = outByFile[manifest.object] ?? 0;
    return {
      file: manifest.object,
      fileDate: manifest.fileDate,
      ...figuresOf(rowsIn, quarantined),
      warnings,
    };
  });
  const total = (key: "in" | "kept" | "quarantined") => files.reduce((sum, file) => sum + file[key], 0);
  return {
    feed: feed.name,
    ...figuresOf(total("in"), total("quarantined")),
    held: heldFiles(entries).reduce((sum, { rows = 0, rejected = 0 }) => sum + rows + rejected, 0),
    warned: failing.length - outOfTables.length,
    topReasons: topReasons(failing),
    files,
    /** Files of which no row entered, and why. */
    refused: entries
      .filter((entry) => isRefused(entry.state) && (only === undefined || entry.object === only))
      .map(({ object, state, reason }) => ({ file: object, state, reason: reason ?? null })),
    waiting: heldFiles(entries).map(({ object, reason }) => ({ file: object, reason: reason ?? null })),
    trend: trendOf(files),
    sameContents: sameContents(figures),
    nullDrift: nullDrift(feed, figures),
  };
};

const heldFiles = (entries: readonly LedgerEntry[]) => entries.filter(({ state }) => state === "HELD");

/** The score is the share of the rows that entered, in percent. */
const figuresOf = (rowsIn: number, quarantined: number) => ({
  in: rowsIn,
  kept: rowsIn - quarantined,
  quarantined,
  score: rowsIn === 0 ? null : Math.round((10_000 * (rowsIn - quarantined)) / rowsIn) / 100,
});

const topReasons = (rows: readonly FailingRow[]) =>
  Object.entries(countBy(rows, ({ rule, column }) => `${column ?? ""}: ${rule}`))
    .map(([reason, count]) => ({ reason, rows: count }))
    .sort((left, right) => right.rows - left.rows || (left.reason < right.reason ? -1 : 1));

interface FileScore {
  readonly fileDate: string;
  readonly in: number;
  readonly quarantined: number;
}

/** By file date, oldest first. */
const trendOf = (files: readonly FileScore[]) =>
  [...Map.groupBy(files, ({ fileDate }) => fileDate)].sort().map(([fileDate, own]) => ({
    fileDate,
    ...figuresOf(
      own.reduce((sum, file) => sum + file.in, 0),
      own.reduce((sum, file) => sum + file.quarantined, 0),
    ),
  }));

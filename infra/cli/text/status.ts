import {
  type FeedStatus,
  isBusy,
  type StatusReport,
} from "../../../functions/operations/status/status-report.ts";
import type { StatusTables } from "../../../functions/operations/status/tables.ts";
import { undated } from "../../../shared/contracts/path-pattern.ts";
import { counted, number, tallied } from "../../../shared/words.ts";
import { attentionTo } from "../../../shared/work/attention.ts";
import type { FileState, LedgerEntry } from "../../../shared/work/ledger.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { right, table } from "../terminal/table.ts";

/** The state of an installation on one screen. */
export const statusText = (report: StatusReport, tables: StatusTables): string =>
  paragraphs(
    feedTable(report.feeds),
    watchNotes(report),
    isBusy(report) ? `Waiting: ${workText(report)}.` : "Nothing is waiting.",
    needsYou(report),
    unreadableTable(report.unreadable),
    heldTable(report.held),
    parkedTable(report.parked),
    erasureNote(report),
    rejectedTable(report.rejected),
    quarantineTable(tables),
    ...report.ignored.map(
      ({ reason, files, example }) => `Ignored: ${counted(files, "file")}, ${reason} (such as ${example})`,
    ),
  );

/** One line that is there as long as the company is not at rest. */
const needsYou = (report: StatusReport): string | undefined => {
  const counts = Object.entries(attentionTo(report)).filter(([, count]) => count > 0);
  return counts.length === 0 ? undefined : `Needs you: ${tallied(Object.fromEntries(counts))}.`;
};

/** A file's states, grouped as the status shows them. */
export const stateCounts = ({ states }: FeedStatus) => {
  const count = (...names: readonly FileState[]) =>
    names.reduce((total, name) => total + (states[name] ?? 0), 0);
  return {
    loaded: count("ACCEPTED", "LOADED", "PUBLISHED", "IGNORED"),
    working: count("RECEIVED", "STAGED"),
    held: count("HELD"),
    rejected: count("REJECTED", "STUCK"),
  };
};

const feedTable = (feeds: readonly FeedStatus[]): string =>
  table(
    [
      "feed",
      ...right("files", "loaded", "working", "rejected"),
      ...right("newest file", "newest day", "rows", "quarantined"),
    ],
    feeds.map((feed) => {
      const { loaded, working, rejected } = stateCounts(feed);
      const { newestFileDate, newestDay } = feed;
      return [
        feed.feed,
        ...[feed.files, loaded, working, rejected].map(number),
        dateText(newestFileDate),
        dateText(newestDay),
        ...[feed.rows, feed.quarantined].map(number),
      ];
    }),
  );

export const dateText = (date: string | null): string => (date === null || date === undated ? "-" : date);

/** What the last sweep found overdue or short, with the time it looked: nobody may have looked since. */
const watchNotes = ({ feeds, watchedAt }: StatusReport): string | undefined => {
  const notes = feeds.flatMap(({ feed, freshness, overdue, shortDays }) => [
    ...(overdue && freshness
      ? [`Late: ${feed} ends on ${freshness.newest}; the next file was due by ${minuteText(freshness.dueBy)}`]
      : []),
    ...shortDays.map(
      ({ fileDate, rows, usual }) =>
        `Short: ${feed} of ${fileDate} has ${counted(rows, "row")}; its weekday usually has ${number(usual)}`,
    ),
  ]);
  if (notes.length === 0) return undefined;
  const looked = watchedAt === null ? [] : [`(as of the sweep at ${minuteText(watchedAt)})`];
  return [...notes, ...looked].join("\n");
};

export const minuteText = (instant: string): string => `${instant.slice(0, 16).replace("T", " ")} UTC`;

/** Files that are being read, and tokens by the stage that they wait for. */
export const workText = ({ waiting, unfinished }: Pick<StatusReport, "waiting" | "unfinished">): string =>
  `${counted(unfinished.length, "file")} to read; ${tallied(waiting)}`;

export const servingText = ({ serving }: LedgerEntry): string =>
  serving === undefined
    ? "nothing of this file"
    : `generation ${serving}, from ${minuteText(generationTime(serving))}`;

/** A generation is the microsecond in which the object was written, on either platform. */
const generationTime = (generation: string): string => new Date(Number(generation) / 1000).toISOString();

/** Reports of an older version lack what came later. */
const unreadableTable = (unreadable: StatusReport["unreadable"] = []): string | undefined => {
  if (unreadable.length === 0) return undefined;
  const rows = unreadable.map(({ name, reason, since }) => [
    name === "" ? "the whole inbox" : name,
    reason,
    minuteText(since),
  ]);
  return `Unreadable in the inbox; everything else is loaded\n${table(["entry", "reason", "since"], rows)}`;
};

const heldTable = (held: StatusReport["held"] = []): string | undefined => {
  if (held.length === 0) return undefined;
  const rows = held.map(({ object, reason = "" }) => [object, reason]);
  return `Held back: they wait for \`daybook release FILE\` or \`refuse FILE\`\n${table(["file", "reason"], rows)}`;
};

/** Reports of an older home server lack what came later. */
const parkedTable = (parked: StatusReport["parked"] = []): string | undefined => {
  if (parked.length === 0) return undefined;
  const rows = parked.map(({ stage, of, date, reason, since }) => [
    stage,
    of,
    dateText(date),
    reason,
    minuteText(since),
  ]);
  return `Parked, while everything else goes on; a corrected file brings it back\n${table(["stage", "of", "date", "reason", "since"], rows)}`;
};

const erasureNote = ({ openErasures = [] }: StatusReport): string | undefined =>
  openErasures.length === 0
    ? undefined
    : `${counted(openErasures.length, "erasure")} without a certificate: run \`erase\` again for the customer`;

const rejectedTable = (rejected: readonly LedgerEntry[]): string | undefined => {
  if (rejected.length === 0) return undefined;
  const rows = rejected.map((entry) => [entry.object, entry.reason ?? "", servingText(entry)]);
  return `Rejected\n${table(["file", "reason", "what the tables show"], rows)}`;
};

const quarantineTable = ({ quarantine }: StatusTables): string | undefined => {
  if (quarantine.length === 0) return undefined;
  const rows = quarantine.map(({ feed, rule, rows: held }) => [feed, rule, number(held)]);
  return `Quarantine\n${table(["feed", "rule", ...right("rows")], rows)}`;
};

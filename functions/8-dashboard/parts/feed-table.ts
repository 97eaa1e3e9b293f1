import { undated } from "../../../shared/contracts/path-pattern.ts";
import { type Html, html } from "../../../shared/html/html.ts";
import { quarantine, rowsHeld } from "../../../shared/serving/sections/quarantine.ts";
import type { FileState } from "../../../shared/work/ledger.ts";
import { sectionOf } from "../sources/section-of.ts";
import type { FeedReport, FilesReport } from "../sources/sources.ts";
import type { View } from "../view.ts";
import { feedTableWords } from "./feed-table-words.ts";
import { table, tag } from "./ui.ts";

const countOf = ({ states }: FeedReport, ...names: readonly FileState[]): number =>
  names.reduce((total, name) => total + (states[name] ?? 0), 0);

/** How fresh each feed is: what is late or short stands out. */
export const feedTable = (
  view: View,
  { feeds }: Pick<FilesReport, "feeds">,
  detail: "brief" | "full" = "full",
): Html => {
  const { format, reader } = view;
  const words = feedTableWords(reader.language);
  const day = (date: string | null) => (date === null || date === undated ? "–" : format.date(date));
  const known = feeds.filter(({ files }) => files > 0);
  const held = sectionOf(view.seen, quarantine);
  const quarantined = ({ feed, quarantined: onArrival }: FeedReport) => {
    const rows = held ? rowsHeld(held, feed) : onArrival;
    return rows === 0 ? "0" : html`<a href="/quality?feed=${feed}">${format.number(rows)}</a>`;
  };
  const first = (feed: FeedReport) => [
    html`<span lang="en">${feed.feed}</span>`,
    day(feed.newestDay ?? feed.newestFileDate),
    freshness(view, feed),
  ];
  const heads = [
    { head: words.feed },
    { head: words.newest, kind: "number" },
    { head: words.next, kind: "text" },
  ] as const;
  if (detail === "brief")
    return table(
      words.title,
      [...heads, { head: words.quarantined, kind: "number", isLess: true }],
      known.map((feed) => [...first(feed), quarantined(feed)]),
    );
  return table(
    words.title,
    [
      ...heads,
      { head: words.files, kind: "number" },
      { head: words.rejected, kind: "number", isLess: true },
      { head: words.rows, kind: "number" },
      { head: words.quarantined, kind: "number", isLess: true },
    ],
    known.map((feed) => [
      ...first(feed),
      format.number(feed.files),
      figureOrRed(view, countOf(feed, "REJECTED", "STUCK")),
      format.number(feed.rows),
      quarantined(feed),
    ]),
  );
};

const figureOrRed = ({ format }: View, count: number): Html =>
  count === 0 ? html`0` : html`<strong class="bad-text">${format.number(count)}</strong>`;

const freshness = ({ format, reader }: View, { freshness: found, shortDays, overdue }: FeedReport): Html => {
  const words = feedTableWords(reader.language);
  const short = shortDays.at(-1);
  if (short)
    return html`${tag(words.short(format.day(short.fileDate), format.number(short.rows), format.number(short.usual)), "warn")}`;
  if (!found) return html`<span class="soft">–</span>`;
  const when = format.instant(found.dueBy);
  return overdue ? tag(words.late(when), "bad") : html`<span class="soft nowrap">${words.dueBy(when)}</span>`;
};

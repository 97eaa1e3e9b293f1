import { z } from "zod";
import { barsFor } from "../../../../shared/html/charts/bars.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import { quality as qualitySection } from "../../../../shared/serving/sections/quality.ts";
import {
  type QuarantinedRow,
  type QuarantineView,
  quarantine,
  rowsHeld,
} from "../../../../shared/serving/sections/quarantine.ts";
import { andThen } from "../../../../shared/value-or-promise.ts";
import { HoldDecision } from "../../../../shared/work/holds.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { feedTable } from "../../parts/feed-table.ts";
import { heldFiles } from "../../parts/held-files.ts";
import { card, empty, note, select, table, tag } from "../../parts/ui.ts";
import { may } from "../../reader.ts";
import { sectionOf } from "../../sources/section-of.ts";
import type { FilesReport } from "../../sources/sources.ts";
import type { View } from "../../view.ts";
import { qualityWords } from "./quality-words.ts";
import { remedies } from "./remedies.ts";
import { scoreChart } from "./score-chart.ts";

const Query = z.object({
  feed: z.string().max(100).catch(""),
  rule: z.string().max(200).catch(""),
  file: z.string().max(2000).catch(""),
  decided: HoldDecision.or(z.literal("late")).optional().catch(undefined),
  of: z.string().max(500).catch(""),
});
type Query = z.infer<typeof Query>;

export const qualityPage = (desk: Desk) =>
  page(desk, {
    path: "/quality",
    summary: "Feeds and quarantine: each row that is in no table, with its reason and what to do",
    nav: "quality",
    query: Query,
    alsoShows: ({ files }) => andThen(files(), ({ tag: seen }) => [seen]),
    show: ({ view, query }) => andThen(desk.live.files(), ({ value }) => quality(view, value, query)),
  });

const quality = (view: View, report: FilesReport, query: Query): PageContent => {
  const words = qualityWords(view.reader.language);
  const held = sectionOf(view.seen, quarantine);
  const scores = sectionOf(view.seen, qualitySection);
  const known = report.feeds.filter(({ files }) => files > 0);
  if (!held && known.length === 0 && report.held.length === 0)
    return {
      title: words.title,
      body: empty(
        words.emptyTitle,
        words.emptyWhat,
        html`<a class="button" href="/files">${words.toFiles}</a>`,
      ),
    };
  const rows = known.reduce((sum, feed) => sum + feed.rows, 0);
  const waiting = held ? rowsHeld(held) : 0;
  const share = rows + waiting === 0 ? 1 : Math.min(0.999, rows / (rows + waiting));
  return {
    title: words.title,
    lede: words.lede(view.format.percent(waiting === 0 ? 1 : share), view.format.number(waiting)),
    body: html`<div class="stack">${query.decided && note(words.decided[query.decided](query.of), query.decided === "late" ? "warn" : "good")}${heldFiles(view, report.held)}${known.length > 0 && card(words.feeds, feedTable(view, report))}${scores && scoreChart(view, scores)}${held && quarantined(view, held, query)}${held && may(view.reader, "analyst") && reportLinks(view, held)}</div>`,
  };
};

/** A feed's rows to mend, as a page that can be sent on. */
const reportLinks = ({ reader }: View, { rules }: QuarantineView): Html | false => {
  const words = qualityWords(reader.language);
  const feeds = [...new Set(rules.map(({ feed }) => feed))];
  return (
    feeds.length > 0 &&
    card(
      words.report,
      html`<ul class="row">${feeds.map((feed) => html`<li><a class="button" href="/quality/report?feed=${encodeURIComponent(feed)}" lang="en">${feed}</a></li>`)}</ul>`,
      words.reportAbout,
    )
  );
};

const quarantined = (view: View, held: QuarantineView, query: Query): Html => {
  const words = qualityWords(view.reader.language);
  if (held.rules.length === 0) return empty(words.none, words.noneWhat);
  return html`${byRule(view, held)}${newest(view, held, query)}`;
};

const byRule = (view: View, { rules }: QuarantineView): Html => {
  const { format, reader } = view;
  const words = qualityWords(reader.language);
  const cure = remedies(reader.language);
  const bar = barsFor(rules.map(({ rows }) => rows));
  return card(
    words.rules,
    table(
      words.rules,
      [
        { head: words.rule },
        { head: words.rows, kind: "number" },
        { head: html`<span class="unseen">${words.rows}</span>`, kind: "bar", isLess: true },
        { head: words.remedy, kind: "wide" },
      ],
      rules.map(({ feed, rule, rows }) => [
        html`<a href="${view.keep({ feed, rule, file: undefined })}#rows"><span lang="en">${rule}</span></a><br><span class="soft small" lang="en">${feed}</span>`,
        format.number(rows),
        bar(rows),
        cure.byRule[rule] ?? cure.general,
      ]),
    ),
  );
};

const shownMost = 30;

const newest = (view: View, { newest: all, rules }: QuarantineView, query: Query): Html => {
  const words = qualityWords(view.reader.language);
  const fits = (row: QuarantinedRow) =>
    (query.feed === "" || row.feed === query.feed) &&
    (query.rule === "" || row.rule === query.rule) &&
    (query.file === "" || row.file.includes(query.file));
  const rows = all.filter(fits).slice(0, shownMost);
  const options = (any: string, names: readonly string[]) => [
    ["", any] as const,
    ...[...new Set(names)].map((name) => [name, name] as const),
  ];
  const filter = html`<form class="controls" action="/quality#rows">${select(
    "feed",
    words.feed,
    options(
      words.anyFeed,
      rules.map(({ feed }) => feed),
    ),
    query.feed,
  )}${select(
    "rule",
    words.rule,
    options(
      words.anyRule,
      rules.map(({ rule }) => rule),
    ),
    query.rule,
  )}<label class="grow" for="file">${words.fileFilter}<input id="file" name="file" value="${query.file}" maxlength="500"></label><button class="main">${words.show}</button></form>`;
  return html`<section class="card" id="rows"><h2>${words.newest}</h2><p class="soft small">${words.newestAbout(view.format.number(all.length))}</p><div class="stack">${filter}${rows.length === 0 ? empty(words.noneFits, words.noneFitsWhat, html`<a class="button" href="/quality">${words.clear}</a>`) : rowsTable(view, rows)}</div></section>`;
};

const rowsTable = ({ format, reader }: View, rows: readonly QuarantinedRow[]): Html => {
  const words = qualityWords(reader.language);
  const isShown = may(reader, "analyst");
  return table(
    words.newest,
    [
      { head: words.file },
      { head: words.rule },
      { head: words.column, isLess: true },
      { head: words.value },
      { head: words.reason, kind: "wide" },
      { head: words.day, kind: "number", isLess: true },
    ],
    rows.map(({ file, line, rule, column, value, message, day }) => [
      html`<code class="path">${file}</code><br><span class="nowrap">${words.line(format.number(line))}</span>`,
      html`<span lang="en">${tag(rule, "warn")}</span>`,
      column === null ? "" : html`<code>${column}</code>`,
      isShown
        ? html`<span class="who" dir="auto">${value ?? ""}</span>`
        : html`<span class="soft">${words.hidden}</span>`,
      // A message repeats the value.
      isShown ? html`<span lang="en" dir="auto">${message}</span>` : "",
      day <= "0001-01-01" ? "–" : format.date(day),
    ]),
  );
};

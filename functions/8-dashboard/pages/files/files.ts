import { z } from "zod";
import { type Html, html } from "../../../../shared/html/html.ts";
import { andThen } from "../../../../shared/value-or-promise.ts";
import type { FileState, LedgerEntry } from "../../../../shared/work/ledger.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { feedTable } from "../../parts/feed-table.ts";
import { card, empty, mostListed, note, type Tone, table, tag } from "../../parts/ui.ts";
import { may } from "../../reader.ts";
import type { FilesReport } from "../../sources/sources.ts";
import type { View } from "../../view.ts";
import { filesWords } from "./files-words.ts";
import { stateLine } from "./state-line.ts";
import { troubles } from "./troubles.ts";

export const filesPage = (desk: Desk) =>
  page(desk, {
    path: "/files",
    summary: "What has arrived, what became of it, and what is missing",
    nav: "files",
    query: z.object({ sent: z.string().max(500).optional().catch(undefined) }),
    alsoShows: ({ files }) => andThen(files(), ({ tag: seen }) => [seen]),
    show: ({ view, query: { sent } }) =>
      andThen(desk.live.files(), ({ value }) => files(desk, view, value, sent)),
  });

const files = (desk: Desk, view: View, report: FilesReport, sent: string | undefined): PageContent => {
  const words = filesWords(view.reader.language);
  const { format } = view;
  const isEmpty = report.feeds.every((feed) => feed.files === 0) && report.rejected.length === 0;
  return {
    title: words.title,
    lede: words.lede,
    live: "/files/events",
    beside: stateLine(view, report),
    body: html`<div class="stack">${sent !== undefined && note(words.sent(sent), "good")}
${troubles(view, report)}
${rejected(view, report)}
${isEmpty ? empty(words.none, words.noneWhat) : card(words.feeds, feedTable(view, report), report.watchedAt === null ? undefined : words.watched(format.instant(report.watchedAt)))}
<div class="halves lead">${arrivals(view, report)}${upload(desk, view)}</div>
${ignored(view, report)}</div>`,
  };
};

const rejected = ({ reader, format }: View, { rejected: all }: FilesReport): Html => {
  if (all.length === 0) return html``;
  const words = filesWords(reader.language);
  return card(
    words.rejectedTitle,
    table(
      words.rejectedTitle,
      [{ head: words.file }, { head: words.reason, kind: "wide" }, { head: words.serves, kind: "wide" }],
      all
        .slice(0, mostListed)
        .map(({ object, reason, serving }) => [
          html`<code class="path">${object}</code>`,
          html`<span lang="en">${reason ?? ""}</span>`,
          serving === undefined
            ? words.nothingServes
            : html`${words.generation(format.instant(new Date(Number(serving) / 1000).toISOString()))} <span class="soft small" lang="en">generation ${serving}</span>`,
        ]),
    ),
    words.rejectedAbout,
  );
};

const tones: Readonly<Partial<Record<FileState, Tone>>> = {
  ACCEPTED: "info",
  LOADED: "good",
  PUBLISHED: "good",
  REJECTED: "bad",
  STUCK: "bad",
  RECEIVED: "warn",
  STAGED: "warn",
};

const arrivals = ({ reader, format }: View, { recent }: FilesReport): Html => {
  if (recent.length === 0) return html``;
  const words = filesWords(reader.language);
  return card(
    words.arrivals,
    table(
      words.arrivals,
      [
        { head: words.file },
        { head: words.state },
        { head: words.rows, kind: "number" },
        { head: words.quarantined, kind: "number", isLess: true },
        { head: words.at, kind: "number", isLess: true },
      ],
      recent.map((entry: LedgerEntry) => [
        html`<code class="path">${entry.object}</code>`,
        tag(words.states[entry.state] ?? entry.state, tones[entry.state]),
        entry.rows === undefined ? "" : format.number(entry.rows),
        (entry.rejected ?? 0) === 0
          ? ""
          : html`<a href="/quality?file=${encodeURIComponent(entry.object)}">${format.number(entry.rejected ?? 0)}</a>`,
        format.recentInstant(entry.at),
      ]),
    ),
  );
};

const upload = ({ platform }: Desk, { reader }: View): Html => {
  const words = filesWords(reader.language);
  if (!platform.uploads) return card(words.drop, html`<p>${words.noUpload(platform.landingName)}</p>`);
  if (!may(reader, "operator")) return card(words.drop, note(words.notAllowed, "info"));
  return html`<section class="card"><h2>${words.drop}</h2><form class="drop" method="post" action="/files" enctype="multipart/form-data"><p class="soft small">${words.dropAbout}</p>
<label for="file">${words.file}<input id="file" type="file" name="file" required multiple></label>
<label for="name">${words.name}<input id="name" name="name" maxlength="500" placeholder="transactions/2024-05-01.csv" autocomplete="off" size="32" aria-describedby="name-hint"></label><p id="name-hint" class="soft small">${words.nameHint}</p>
<button class="main">${words.send}</button></form></section>`;
};

const ignored = ({ reader, format }: View, { ignored: all }: FilesReport): Html => {
  if (all.length === 0) return html``;
  const words = filesWords(reader.language);
  return card(
    words.ignored,
    table(
      words.ignored,
      [
        { head: words.reason, kind: "wide" },
        { head: words.files, kind: "number" },
        { head: words.such, kind: "wide" },
      ],
      all.map(({ reason, files: count, example }) => [
        html`<span lang="en">${reason}</span>`,
        format.number(count),
        html`<code class="break">${example}</code>`,
      ]),
    ),
    words.ignoredAbout,
  );
};

import type { FeedStatus } from "../../../functions/operations/status/status-report.ts";
import { Html, html } from "../../../shared/html/html.ts";
import type { Row } from "../../../shared/ports.ts";
import { money, number, shortened } from "../../../shared/words.ts";
import { dateText, minuteText, servingText, stateCounts, workText } from "../../cli/text/status.ts";
import type { Status } from "./status-view.ts";

/** Plain CSS inside the page: the browser fetches nothing else. */
export const pageStyle = new Html(`
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1.5rem; }
header { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: baseline; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem 1rem .25rem 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; white-space: nowrap; }
td { white-space: nowrap; }
td:last-child { white-space: normal; overflow-wrap: anywhere; min-width: 16rem; max-width: 40rem; }
td.number:last-child { min-width: 0; white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.busy::before { content: "\\25cf "; color: #c77700; }
.calm::before { content: "\\25cf "; color: #2c8a3d; }
`);

/** Renders the status as one page without scripts or other files. */
export const statusPage = (status: Status, home: string): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>Daybook</title>
<style>${pageStyle}</style>
</head>
<body>
<header><h1>Daybook</h1><p>${home}</p><p class="${status.updating ? "busy" : "calm"}">${stateLine(status)}</p></header>
<main>
${feeds(status)}
${sales(status.sales)}
${rejected(status)}
${quarantine(status)}
${ignored(status)}
</main>
</body>
</html>
`.text;

const stateLine = ({ updating, waiting, unfinished }: Status): string =>
  updating ? `Working: ${workText({ waiting, unfinished })}` : "At rest";

interface Column {
  readonly head: string;
  readonly isNumber?: boolean;
}

/** Nothing if there are no rows. */
const grid = (title: string, columns: readonly Column[], rows: readonly (readonly string[])[]): Html =>
  rows.length === 0
    ? html``
    : html`
<section><h2>${title}</h2><div class="wide"><table>
<thead><tr>${columns.map(({ head, isNumber }) => html`<th${numeric(isNumber)}>${head}</th>`)}</tr></thead>
<tbody>${rows.map(
        (row) =>
          html`<tr>${row.map((cell, index) => html`<td${numeric(columns[index]?.isNumber)}>${cell}</td>`)}</tr>`,
      )}</tbody>
</table></div></section>`;

const numeric = (isNumber = false): Html => (isNumber ? html` class="number"` : html``);
const text = (head: string): Column => ({ head });
const figure = (head: string): Column => ({ head, isNumber: true });

const feeds = ({ feeds: all, watchedAt }: Status): Html =>
  grid(
    "Feeds",
    [
      text("feed"),
      ...["files", "loaded", "working", "rejected"].map(figure),
      text("newest day"),
      ...["rows", "quarantined"].map(figure),
      text(watchedAt === null ? "next file" : `next file, as of ${minuteText(watchedAt)}`),
    ],
    all.map((feed) => {
      const { loaded, working, rejected: refused } = stateCounts(feed);
      return [
        feed.feed,
        ...[feed.files, loaded, working, refused].map(number),
        dateText(feed.newestDay ?? feed.newestFileDate),
        ...[feed.rows, feed.quarantined].map(number),
        dueText(feed),
      ];
    }),
  );

const dueText = ({ freshness, shortDays }: FeedStatus): string => {
  const short = shortDays.at(-1);
  if (short) return `${short.fileDate} has ${number(short.rows)} rows, usual are ${number(short.usual)}`;
  if (freshness === null) return "";
  return `${freshness.late ? "was due" : "due"} by ${minuteText(freshness.dueBy)}`;
};

const rejected = (status: Status): Html =>
  grid(
    "Rejected files",
    ["file", "what the tables show", "reason"].map(text),
    status.rejected.map((entry) => [entry.object, servingText(entry), entry.reason ?? ""]),
  );

const quarantine = ({ quarantine: rules, sample }: Status): Html => {
  const counts = grid(
    "Quarantine",
    [text("feed"), text("rule"), figure("rows")],
    rules.map(({ feed, rule, rows }) => [feed, rule, number(rows)]),
  );
  const names = ["day", "rule", "_object", "_row", "column_name", "value", "message"];
  const newest = grid(
    "The newest rows in quarantine",
    [text("day"), text("rule"), text("file"), figure("line"), text("column"), text("value"), text("message")],
    sample.map((row) =>
      names.map((name) => shortened(String(row[name] ?? ""), name === "message" ? 200 : 40)),
    ),
  );
  return html`${counts}${newest}`;
};

const sales = (days: readonly Row[]): Html => {
  const counts = ["lines", "orders", "customers"];
  const amounts = ["gross", "returns", "net"];
  return grid(
    "Sales, newest day first",
    [text("day"), ...[...counts, ...amounts].map(figure)],
    days.map((row) => [
      String(row["business_date"]),
      ...counts.map((name) => number(Number(row[name]))),
      ...amounts.map((name) => money(String(row[name]))),
    ]),
  );
};

const ignored = (status: Status): Html =>
  grid(
    "Ignored files",
    [text("reason"), figure("files"), text("such as")],
    status.ignored.map(({ reason, files, example }) => [reason, number(files), example]),
  );

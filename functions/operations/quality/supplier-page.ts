import { type Html, html } from "../../../shared/html/html.ts";
import { counted, number } from "../../../shared/words.ts";
import type { FailingRow } from "./failing-row.ts";
import type { FeedQuality } from "./quality.ts";

type RowToMend = Omit<FailingRow, "day" | "rule">;
type FeedToMend = Pick<FeedQuality, "feed" | "in" | "quarantined" | "warned"> & {
  readonly files: { readonly length: number };
  readonly refused: readonly { readonly file: string; readonly reason: string | null }[];
};

export interface SupplierReport {
  readonly at: string;
  readonly feeds: readonly FeedToMend[];
  readonly rows: readonly RowToMend[];
}

/** A page for whoever sends the files: what is wrong, where, and how to mend it. It needs nothing else to be read. */
export const supplierPage = ({ at, feeds, rows }: SupplierReport): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rows to mend</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1b1b1b; background: #fff; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #ccc; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>Rows to mend in the files that you sent</h1>
<p>As of ${at.slice(0, 16).replace("T", " ")} UTC. Correct the rows below in your file, and send it again under the same
name: the corrected rows then take the place of these. Nothing else is needed.</p>
${feeds.map(feedPart(rows))}
</body>
</html>
`.text;

const feedPart =
  (rows: readonly RowToMend[]) =>
  (feed: FeedToMend): Html => {
    const own = rows.filter((row) => row.feed === feed.feed);
    const listed = own.filter(({ kept }) => !kept).length;
    const byFile = [...Map.groupBy(own, ({ file }) => file)];
    return html`<section>
<h2>${feed.feed}</h2>
<p>${counted(feed.in, "row")} came in ${counted(feed.files.length, "file")}. ${
      feed.quarantined === 0 ? "All of them entered." : `${number(feed.quarantined)} did not enter.`
    }${feed.warned === 0 ? "" : ` ${counted(feed.warned, "remark")} on rows that entered.`}</p>
${listed < feed.quarantined && html`<p>Below are the newest ${number(listed)} of them.</p>`}
${feed.refused.map(({ file, reason }) => html`<p><strong>${file}</strong> was not taken at all: ${reason ?? ""}.</p>`)}
${byFile.map(([file, list]) => filePart(file, list))}
</section>`;
  };

const filePart = (file: string, rows: readonly RowToMend[]): Html => html`<h3>${file}</h3>
<table>
<thead><tr><th scope="col">Line</th><th scope="col">Column</th><th scope="col">Value</th><th scope="col">What is wrong</th><th scope="col">How to mend it</th></tr></thead>
<tbody>
${rows.map(
  ({ line, column, value, reasons, mend, kept }) =>
    html`<tr><td>${line}</td><td>${column}</td><td>${value ?? "(empty)"}</td><td>${reasons}</td><td>${kept ? "It entered; please check. " : ""}${mend}</td></tr>
`,
)}</tbody>
</table>`;

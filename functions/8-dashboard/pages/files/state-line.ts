import { type Html, html } from "../../../../shared/html/html.ts";
import { attentionTo, isCalm } from "../../../../shared/work/attention.ts";
import type { FilesReport } from "../../sources/sources.ts";
import type { View } from "../../view.ts";
import { filesWords } from "./files-words.ts";

/** Never calm while something is overdue, unreadable, parked, held or refused; it says which. */
export const stateLine = ({ reader, format }: View, report: FilesReport): Html => {
  const words = filesWords(reader.language);
  const { updating, unfinished, waiting } = report;
  const attention = attentionTo(report);
  const needs = Object.entries(attention).flatMap(([kind, count]) =>
    count > 0 ? [words.needs[kind as keyof typeof attention](format.number(count))] : [],
  );
  if (updating) {
    const parts = [
      ...(unfinished.length > 0 ? [words.toRead(format.number(unfinished.length))] : []),
      ...Object.entries(waiting).flatMap(([stage, count]) =>
        count > 0 ? [words.waits(stage, format.number(count))] : [],
      ),
      ...needs,
    ];
    return html`<p class="stamp" role="status"><span class="busy-dot" aria-hidden="true"></span>${words.working(parts.join(", "))} <a href="">${words.refresh}</a></p>`;
  }
  return isCalm(attention)
    ? html`<p class="stamp" role="status"><span class="calm-dot" aria-hidden="true"></span>${words.atRest}</p>`
    : html`<p class="stamp" role="status"><span class="late-dot" aria-hidden="true"></span>${words.attention(needs.join(", "))}</p>`;
};

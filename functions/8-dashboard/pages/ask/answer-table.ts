import { type Html, html } from "../../../../shared/html/html.ts";
import type { Row, Scalar } from "../../../../shared/ports.ts";
import { table } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { columnsOf } from "./answer-columns.ts";
import { askWords } from "./ask-words.ts";

/** The rows as they came. */
export const answerTable = ({ format, reader }: View, rows: readonly Row[]): Html => {
  const columns = columnsOf(rows);
  const cell = (value: Scalar) => {
    if (value === null) return html`<span class="soft">–</span>`;
    if (typeof value === "number") return format.number(value);
    // Decimals stay text: a float could change the last digit.
    return html`<span dir="auto" class="break">${String(value)}</span>`;
  };
  return table(
    askWords(reader.language).answer,
    columns.map(({ name, isFigure }) => ({
      head: html`<code>${name}</code>`,
      kind: isFigure ? "number" : "text",
    })),
    rows.map((row) => columns.map(({ name }) => cell(row[name] ?? null))),
  );
};

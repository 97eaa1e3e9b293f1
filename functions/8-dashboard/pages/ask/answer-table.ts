import { timeChart } from "../../../../shared/html/charts/time-chart.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import type { Row, Scalar } from "../../../../shared/ports.ts";
import { table } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { askWords } from "./ask-words.ts";

/** The rows as a table, and as a line if the first column is a day and the last a number. */
export const answerTable = (view: View, rows: readonly Row[]): Html => {
  const { format, reader } = view;
  const words = askWords(reader.language);
  const names = Object.keys(rows[0] ?? {});
  const kinds = names.map((name) =>
    rows.every((row) => isFigure(row[name] ?? null)) ? ("number" as const) : ("text" as const),
  );
  const cell = (value: Scalar) => {
    if (value === null) return html`<span class="soft">–</span>`;
    if (typeof value === "number") return format.number(value);
    // Decimals stay text: a float could change the last digit.
    return html`<span dir="auto" class="break">${String(value)}</span>`;
  };
  return html`<div class="stack">${lineOf(view, rows, names)}${table(
    words.answer,
    names.map((head, place) => ({ head: html`<code>${head}</code>`, kind: kinds[place] ?? "text" })),
    rows.map((row) => names.map((name) => cell(row[name] ?? null))),
  )}</div>`;
};

const decimal = /^-?\d+(\.\d+)?$/;
const isFigure = (value: Scalar): boolean =>
  value === null || typeof value === "number" || (typeof value === "string" && decimal.test(value));
const isDay = (value: Scalar): value is string =>
  typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);

const lineOf = ({ format, reader }: View, rows: readonly Row[], names: readonly string[]): Html => {
  const [first = "", last = ""] = [names[0], names.at(-1)];
  const days = rows.map((row) => row[first] ?? null);
  const isDrawn =
    names.length > 1 &&
    rows.length > 2 &&
    days.every(isDay) &&
    new Set(days).size === rows.length &&
    rows.every((row) => isFigure(row[last] ?? null));
  if (!isDrawn) return html``;
  const words = askWords(reader.language);
  const sorted = rows.toSorted((left, right) => (String(left[first]) < String(right[first]) ? -1 : 1));
  return timeChart(
    {
      id: "answer-chart",
      title: words.chart(last),
      description: words.chartAbout,
      dates: sorted.map((row) => String(row[first])),
      lines: [
        {
          name: last,
          role: "actual",
          label: last,
          values: sorted.map((row) => (row[last] === null ? null : Number(row[last]))),
        },
      ],
    },
    format.numberChart,
  );
};

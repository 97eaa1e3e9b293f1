import { columnChart } from "../../../../shared/html/charts/column-chart.ts";
import { timeChart } from "../../../../shared/html/charts/time-chart.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import type { Row, Scalar } from "../../../../shared/ports.ts";
import { tabs } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { columnsOf } from "./answer-columns.ts";
import { askWords } from "./ask-words.ts";

/** More columns side by side are no wider than a line. */
const mostColumns = 60;
const fewestRows = 2;

/** A column of figures by the first column: a line over days, and otherwise a column for each row. */
export const answerChart = (view: View, rows: readonly Row[], wanted: string): Html => {
  const words = askWords(view.reader.language);
  const [first, ...others] = columnsOf(rows);
  const figures = others.filter(({ isFigure }) => isFigure).map(({ name }) => name);
  const drawn = figures.find((name) => name === wanted) ?? figures.at(-1);
  if (!first || drawn === undefined || rows.length < fewestRows)
    return html`<p class="soft small">${words.notDrawn}</p>`;
  const isLine = first.isDay && new Set(rows.map((row) => row[first.name])).size === rows.length;
  const chart = isLine ? line(view, rows, first.name, drawn) : columns(view, rows, first.name, drawn);
  const choices = figures.map((name) => ({
    text: name,
    href: `${view.keep({ draw: name })}#answer`,
    isCurrent: name === drawn,
  }));
  return html`<div class="stack">${figures.length > 1 && tabs(words.drawn, choices)}${chart}</div>`;
};

const numberIn = (value: Scalar | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

const line = ({ format, reader }: View, rows: readonly Row[], first: string, drawn: string): Html => {
  const words = askWords(reader.language);
  const sorted = rows.toSorted((left, right) => (String(left[first]) < String(right[first]) ? -1 : 1));
  const values = sorted.map((row) => numberIn(row[drawn]));
  return timeChart(
    {
      id: "answer-chart",
      title: words.chart(drawn, first),
      description: words.chartAbout,
      dates: sorted.map((row) => String(row[first])),
      lines: [{ name: drawn, role: "actual", label: drawn, values }],
    },
    format.numberChart,
  );
};

const columns = ({ format, reader }: View, rows: readonly Row[], first: string, drawn: string): Html => {
  const words = askWords(reader.language);
  // A row without a figure has no height.
  const known = rows.filter((row) => numberIn(row[drawn]) !== null);
  const shown = known.slice(0, mostColumns);
  return columnChart(
    {
      id: "answer-chart",
      title: words.chart(drawn, first),
      description:
        shown.length < known.length ? words.firstRows(format.number(shown.length)) : words.chartAbout,
      heads: [first, drawn],
      columns: shown.map((row) => {
        const name = String(row[first] ?? "–");
        return { name, short: shortened(name), value: Number(row[drawn]) };
      }),
    },
    format.numberChart,
  );
};

const longestLabel = 12;
const shortened = (name: string): string =>
  name.length > longestLabel ? `${name.slice(0, longestLabel - 1)}…` : name;

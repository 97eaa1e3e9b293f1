import { scaleLinear } from "d3-scale";
import { type Html, html } from "../html.ts";
import type { ChartText } from "./chart-text.ts";
import { at, type Described, drawing, figure } from "./figure.ts";

export interface Column {
  readonly name: string;
  /** Below the column; the name if there is none. */
  readonly short?: string;
  readonly value: number;
}

export interface ColumnChart extends Described {
  readonly columns: readonly Column[];
  /** Of the table: what a column stands for, and what its height is. */
  readonly heads: readonly [name: string, value: string];
  readonly height?: number;
}

const usualHeight = 200;
const above = 24;
const below = 24;
/** One column alone is no wall. */
const fewestPlaces = 4;
/** Labels that fit a phone. */
const mostLabels = 5;

/** Columns side by side, such as months. */
export const columnChart = (chart: ColumnChart, text: ChartText): Html => {
  const { columns, heads, height = usualHeight } = chart;
  const values = columns.map(({ value }) => value);
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const y = scaleLinear([least, most > least ? most : least + 1], [height - below, above]).nice(3);
  const ticks = y.ticks(3);
  const width = 100 / Math.max(fewestPlaces, columns.length);
  const every = Math.ceil(columns.length / mostLabels);
  const drawn = columns.map(({ name, short = name, value }, place) => {
    const [top, bottom] = [Math.min(y(value), y(0)), Math.max(y(value), y(0))];
    const middle = at((place + 0.5) * width);
    const isLabelled = (columns.length - 1 - place) % every === 0;
    return html`<g class="hit"><rect x="${at(place * width)}%" y="0" width="${at(width)}%" height="${height}"/><rect class="column${value < 0 && html` down`}" x="${at((place + 0.15) * width)}%" y="${at(top)}" width="${at(0.7 * width)}%" height="${at(Math.max(0.5, bottom - top))}" rx="1"/><text x="100%" y="12" text-anchor="end">${name} · ${text.value(value)}</text></g>${isLabelled && html`<text class="tick" x="${middle}%" y="${height - 6}" text-anchor="middle">${short}</text>`}`;
  });
  const grid = ticks.map(
    (value) =>
      html`<line class="${value === 0 ? "zero" : "grid"}" x1="0" x2="100%" y1="${at(y(value))}" y2="${at(y(value))}"/>`,
  );
  return figure(
    chart,
    text.words,
    drawing(
      chart,
      height,
      html`${grid}${drawn}`,
      ticks.map((value) => ({ y: y(value), text: text.tick(value) })),
    ),
    { heads, rows: columns.map(({ name, value }) => [name, text.value(value)]) },
  );
};

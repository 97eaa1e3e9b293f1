import { scaleLinear } from "d3-scale";
import { type Html, html } from "../html.ts";
import type { ChartText } from "./chart-text.ts";
import { at, type Described, drawing, figure } from "./figure.ts";

export interface Step {
  readonly name: string;
  /** How far it moves the total. */
  readonly change: number;
}

export interface Waterfall extends Described {
  readonly start: { readonly name: string; readonly value: number };
  readonly steps: readonly Step[];
  /** The start and all changes: a chart whose steps do not add up is refused. */
  readonly end: { readonly name: string; readonly value: number };
  readonly heads: readonly [name: string, change: string, total: string];
}

const rowHeight = 34;
/** The names stand above their bars, so that long ones fit a phone. */
const nameHeight = 16;

/** From one total to another in steps, from top to bottom. */
export const waterfall = (chart: Waterfall, text: ChartText): Html => {
  const { start, steps, end } = chart;
  const reached = totals(start.value, steps);
  const last = reached.at(-1) ?? start.value;
  if (Math.abs(last - end.value) > Math.max(0.01, Math.abs(end.value) * 1e-6))
    throw new Error(`waterfall ${chart.id}: the steps reach ${last}, and the end is ${end.value}`);
  const all = [0, start.value, end.value, ...reached];
  const x = scaleLinear([Math.min(...all), Math.max(...all)], [0, 82]);
  const rows: readonly Row[] = [
    { name: start.name, from: 0, to: start.value, tone: "total", shown: text.value(start.value) },
    ...steps.map(({ name, change }, place) => ({
      name,
      from: reached[place - 1] ?? start.value,
      to: reached[place] ?? 0,
      tone: change < 0 ? ("down" as const) : ("up" as const),
      shown: `${change > 0 ? "+" : ""}${text.value(change)}`,
    })),
    { name: end.name, from: 0, to: end.value, tone: "total", shown: text.value(end.value) },
  ];
  return figure(
    chart,
    text.words,
    drawing(chart, rows.length * rowHeight + 4, html`${rows.map((row, place) => rowOf(row, place, x))}`),
    {
      heads: chart.heads,
      rows: [
        [start.name, "", text.value(start.value)],
        ...steps.map(({ name, change }, place) => [
          name,
          text.value(change),
          text.value(reached[place] ?? 0),
        ]),
        [end.name, "", text.value(end.value)],
      ],
    },
  );
};

interface Row {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly tone: "total" | "up" | "down";
  readonly shown: string;
}

const totals = (start: number, steps: readonly Step[]): readonly number[] => {
  let total = start;
  return steps.map(({ change }) => {
    total += change;
    return total;
  });
};

const rowOf = ({ name, from, to, tone, shown }: Row, place: number, x: (value: number) => number): Html => {
  const top = place * rowHeight;
  const [left, right] = [Math.min(x(from), x(to)), Math.max(x(from), x(to))];
  return html`<text class="name" x="0" y="${top + 12}">${name}</text><rect class="${tone}" x="${at(left)}%" y="${top + nameHeight}" width="${at(Math.max(0.3, right - left))}%" height="12" rx="1"/><text class="amount" x="${at(right + 1)}%" y="${top + nameHeight + 10}">${shown}</text>`;
};

import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { dayOf } from "../../dates.ts";
import { type Html, html } from "../html.ts";
import type { Day, Scales, TimeChart, Values } from "./chart-shape.ts";
import type { ChartText } from "./chart-text.ts";
import { at, drawing, figure, type NumbersTable, stretched } from "./figure.ts";
import { readouts } from "./readouts.ts";
import { timeTicks } from "./time-ticks.ts";

const usualHeight = 264;
/** Above the plot for readouts, below it for the dates. */
const above = 28;
const below = 24;

/** Lines and bands over days, labelled at the lines. */
export const timeChart = (chart: TimeChart, text: ChartText): Html => {
  const { dates, height = usualHeight } = chart;
  const table = numbersOf(chart, text);
  if (dates.length === 0)
    return figure(chart, text.words, html`<p class="soft">${text.words.nothing}</p>`, table);
  const scales = scalesOf(chart, height);
  const shapes = stretched(height, html`${bands(chart, scales)}${lines(chart, scales)}`);
  return figure(
    chart,
    text.words,
    drawing(
      chart,
      height,
      html`${grid(scales)}${dateAxis(scales, height, text)}${shapes}${dots(chart, scales)}${marks(chart, scales)}${labels(chart, scales)}${readouts(chart, scales, height, text)}`,
      scales.ticks.map((value) => ({ y: scales.y(value), text: text.tick(value) })),
    ),
    table,
  );
};

const scalesOf = (chart: TimeChart, height: number): Scales => {
  const { dates, lines, bands = [], closed, fromZero = true } = chart;
  const days = [dayOf(dates[0] ?? ""), dayOf(dates.at(-1) ?? "")] as const;
  const [least, most] = extentOf([
    ...lines.map(({ values }) => values),
    ...bands.flatMap(({ low, high }) => [low, high]),
  ]);
  const domain = [fromZero ? Math.min(0, least) : least, most > least || most > 0 ? most : least + 1];
  const y = scaleLinear(domain, [height - below, above]).nice(4);
  const span = Math.max(1, days[1] - days[0]);
  const x = (date: string) => (100 * (dayOf(date) - days[0])) / span;
  const open = dates.flatMap((date, place) =>
    closed?.has(date) === true ? [] : [{ place, x: tenths(10 * x(date)) }],
  );
  return { x, open, y, ticks: y.ticks(4), days };
};

const extentOf = (all: readonly Values[]): readonly [least: number, most: number] => {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of all)
    for (const value of values)
      if (value !== null) {
        if (value < least) least = value;
        if (value > most) most = value;
      }
  return [least, most];
};

/** Three years of points are rounded once here: the path would round each coordinate again, at a higher price. */
const tenths = (value: number): number => Math.round(10 * value) / 10;

const grid = ({ y, ticks }: Scales): Html =>
  html`${ticks.map(
    (value) =>
      html`<line class="${value === 0 ? "zero" : "grid"}" x1="0" x2="100%" y1="${at(y(value))}" y2="${at(y(value))}"/>`,
  )}`;

const dateAxis = ({ days: [first, last] }: Scales, height: number, { dayTick }: ChartText): Html =>
  html`${timeTicks(first, last).map(({ day, by, isMinor }) => {
    const x = (100 * (day - first)) / Math.max(1, last - first);
    const end = x > 93 ? "end" : x < 4 ? "start" : "middle";
    return html`<text class="tick${isMinor ? " minor" : ""}" x="${at(x)}%" y="${height - 6}" text-anchor="${end}">${dayTick(new Date(day * 86_400_000).toISOString().slice(0, 10), by)}</text>`;
  })}`;

const isKnown = (value: number | null | undefined): value is number => value !== null && value !== undefined;

const lines = (chart: TimeChart, { open, y }: Scales): Html =>
  html`${chart.lines.map(({ values, role }) => {
    const path = line<Day>()
      .defined(({ place }) => isKnown(values[place]))
      .x(({ x }) => x)
      .y(({ place }) => tenths(y(values[place] ?? 0)))
      .digits(null);
    return html`<path class="line ${role}" d="${path(open) ?? ""}"/>`;
  })}`;

const bands = (chart: TimeChart, { open, y }: Scales): Html =>
  html`${(chart.bands ?? []).map(({ low, high, role }) => {
    const path = area<Day>()
      .defined(({ place }) => isKnown(low[place]) && isKnown(high[place]))
      .x(({ x }) => x)
      .y0(({ place }) => tenths(y(low[place] ?? 0)))
      .y1(({ place }) => tenths(y(high[place] ?? 0)))
      .digits(null);
    return html`<path class="band ${role}" d="${path(open) ?? ""}"/>`;
  })}`;

/** A value between two gaps is no line: it is a dot. */
const dots = (chart: TimeChart, { open, y }: Scales): Html =>
  html`${chart.lines.flatMap(({ values, role }) =>
    open.flatMap(({ place, x }, index) => {
      const value = values[place];
      const beside = (step: number) => values[open[index + step]?.place ?? -1];
      if (!isKnown(value) || isKnown(beside(-1)) || isKnown(beside(1))) return [];
      return [html`<circle class="dot ${role}" cx="${at(x / 10)}%" cy="${at(y(value))}" r="3"/>`];
    }),
  )}`;

/** Of the days, how many a label stands above: it must not lie on the line. */
const labelShare = 0.1;
/** A label's width as a share of the chart's, in percent, on a phone; and the height of its line. */
const labelWidth = 20;
const labelHeight = 14;

interface Label {
  readonly label: string;
  readonly role: string;
  readonly share: number;
  readonly top: number;
}

/** Above the end of each line that has a label. */
const labels = ({ dates, lines: all }: TimeChart, { x, y }: Scales): Html => {
  const placed = all.flatMap(({ label, values, role }): Label[] => {
    const place = values.findLastIndex(isKnown);
    const date = dates[place];
    if (label === undefined || date === undefined) return [];
    const near = values
      .slice(Math.max(0, place - Math.ceil(labelShare * dates.length)), place + 1)
      .filter(isKnown);
    return [{ label, role, share: x(date), top: Math.max(above - 6, y(Math.max(...near)) - 8) }];
  });
  return html`${apart(placed).map(
    ({ label, role, share, top }) =>
      html`<text class="line-label ${role}" x="${at(share)}%" y="${at(top)}" text-anchor="${share > 60 ? "end" : "start"}">${label}</text>`,
  )}`;
};

/** Lines that end side by side have labels one above the other, in the order of the lines. */
const apart = (all: readonly Label[]): readonly Label[] => {
  const placed: Label[] = [];
  for (const each of all.toSorted((one, other) => other.top - one.top)) {
    const below = placed.filter(({ share }) => Math.abs(share - each.share) < labelWidth).at(-1);
    placed.push(below ? { ...each, top: Math.min(each.top, below.top - labelHeight) } : each);
  }
  return placed;
};

const marks = ({ marks: all = [] }: TimeChart, { x, y }: Scales): Html =>
  html`${all.map(
    ({ date, value, text, tone }) =>
      html`<circle class="mark ${tone}" cx="${at(x(date))}%" cy="${at(y(value))}" r="4.5"><title>${text}</title></circle>`,
  )}`;

const numbersOf = (
  { dates, lines: all, bands: around = [] }: TimeChart,
  { value, day, words }: ChartText,
): NumbersTable => {
  const columns = [
    ...all.map(({ name, values }) => ({ head: name, values })),
    ...around.flatMap(({ name, low, high }) => [
      { head: `${name}, ${words.low}`, values: low },
      { head: `${name}, ${words.high}`, values: high },
    ]),
  ];
  return {
    heads: [words.day, ...columns.map(({ head }) => head)],
    rows: dates.map((date, place) => {
      const row = [day(date)];
      for (const { values } of columns) {
        const found = values[place];
        row.push(isKnown(found) ? value(found) : "");
      }
      return row;
    }),
  };
};

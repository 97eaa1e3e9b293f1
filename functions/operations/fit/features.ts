import { weekdayOf } from "../../../shared/dates.ts";
import type { TextColumn } from "./cells.ts";
import { daysIn } from "./dates.ts";
import { soFar } from "./so-far.ts";

export interface MadeFeature {
  readonly name: string;
  /** The column that it is made from. */
  readonly from: string;
  readonly values: Float64Array;
}

/** So many words of a column get a feature of their own. */
const mostWords = 12;

interface Rows {
  readonly days: Float64Array;
  readonly y: Float64Array;
  readonly knownAfter: number;
  readonly numbers: ReadonlyMap<TextColumn, Float64Array>;
}

/** The features that a column gives each row: from its own cell, and from rows that were known before it. */
export const columnFeatures = (column: TextColumn, rows: Rows): readonly MadeFeature[] => {
  const { name } = column;
  const dates = daysIn(column);
  if (dates instanceof Float64Array) {
    const daysBefore = rows.days.map((day, row) => day - (dates[row] ?? 0));
    return [{ name: `${name}: days before`, from: name, values: daysBefore }];
  }
  const values = rows.numbers.get(column);
  if (values) return [{ name, from: name, values }];
  return [...wordFeatures(column), ...pastFeatures(column, rows)];
};

/** One-hot, in the order in which words first appear, so that no later row decides which features there are. */
const wordFeatures = ({ name, cells }: TextColumn): readonly MadeFeature[] =>
  [...new Set(cells)].slice(0, mostWords).map((word) => ({
    name: `${name} = ${word === "" ? "(empty)" : word}`,
    from: name,
    values: Float64Array.from(cells, (cell) => Number(cell === word)),
  }));

const pastFeatures = ({ name, cells }: TextColumn, { days, y, knownAfter }: Rows): readonly MadeFeature[] => {
  const { rows, mean } = soFar(cells, days, y, knownAfter);
  return [
    { name: `${name}: rows so far`, from: name, values: rows },
    { name: `${name}: mean so far`, from: name, values: mean },
  ];
};

export const entityMean = "entity: mean so far";
export const entityLast = "entity: last";

export const entityFeatures = (
  { cells }: TextColumn,
  { days, y, knownAfter }: Rows,
): readonly MadeFeature[] => {
  const { rows, mean, last, since } = soFar(cells, days, y, knownAfter);
  return [
    { name: "entity: rows so far", from: "entity", values: rows },
    { name: entityMean, from: "entity", values: mean },
    { name: entityLast, from: "entity", values: last },
    { name: "entity: days since last", from: "entity", values: since },
  ];
};

/** The row's place in the week, the year and the file. */
export const timeFeatures = (days: Float64Array): readonly MadeFeature[] => {
  const first = days.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  const turn = (day: number) => (2 * Math.PI * day) / 365.25;
  const made = (name: string, of: (day: number) => number): MadeFeature => ({
    name: `time: ${name}`,
    from: "time",
    values: days.map(of),
  });
  return [
    made("days from the first", (day) => day - first),
    made("weekday", weekdayOf),
    made("season, sine", (day) => Math.sin(turn(day))),
    made("season, cosine", (day) => Math.cos(turn(day))),
  ];
};

import { weekdayOf } from "../../../shared/dates.ts";
import type { TextColumn } from "./cells.ts";
import { daysIn } from "./dates.ts";
import { soFar } from "./so-far.ts";

export interface MadeFeature {
  readonly name: string;
  /** The column that it was made of. */
  readonly from: string;
  readonly values: Float64Array;
}

/** Of a column of words: so many get a feature of their own. */
const mostKinds = 12;

interface Rows {
  readonly days: Float64Array;
  readonly y: Float64Array;
  readonly knownAfter: number;
  readonly numbers: ReadonlyMap<TextColumn, Float64Array>;
}

/** What a column says of each row, from its own cell and from rows that were known before it. */
export const featuresOf = (column: TextColumn, rows: Rows): readonly MadeFeature[] => {
  const { name } = column;
  const dates = daysIn(column);
  if (dates instanceof Float64Array)
    return [
      {
        name: `${name}: days before`,
        from: name,
        values: rows.days.map((day, row) => day - (dates[row] ?? 0)),
      },
    ];
  const values = rows.numbers.get(column);
  if (values) return [{ name, from: name, values }];
  return [...kindsOf(column), ...pastOf(column, rows)];
};

/** In the order in which they first appear, so that no later row decides which ones there are. */
const kindsOf = ({ name, cells }: TextColumn): readonly MadeFeature[] =>
  [...new Set(cells)].slice(0, mostKinds).map((kind) => ({
    name: `${name} = ${kind === "" ? "(empty)" : kind}`,
    from: name,
    values: Float64Array.from(cells, (cell) => Number(cell === kind)),
  }));

const pastOf = ({ name, cells }: TextColumn, { days, y, knownAfter }: Rows): readonly MadeFeature[] => {
  const { rows, mean } = soFar(cells, days, y, knownAfter);
  return [
    { name: `${name}: rows so far`, from: name, values: rows },
    { name: `${name}: mean so far`, from: name, values: mean },
  ];
};

export const entityMean = "entity: mean so far";
export const entityLast = "entity: last";

export const featuresOfEntity = (
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

/** Where the row stands in the week, the year and the file. */
export const featuresOfTime = (days: Float64Array): readonly MadeFeature[] => {
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

import { weekdayOf } from "../../../shared/dates.ts";
import type { afterAll } from "./so-far.ts";

export interface MadeFeature {
  readonly name: string;
  /** The column that it is made from. */
  readonly from: string;
  readonly values: Float64Array;
}

export const entityMean = "entity: mean so far";
export const entityLast = "entity: last";

type SoFar = ReturnType<typeof afterAll>;

/** What the earlier rows of the same entity say. */
export const entityFeatures = ({ rows, mean, last, since }: SoFar): readonly MadeFeature[] => [
  { name: "entity: rows so far", from: "entity", values: rows },
  { name: entityMean, from: "entity", values: mean },
  { name: entityLast, from: "entity", values: last },
  { name: "entity: days since last", from: "entity", values: since },
];

/** A day's place in the week, the year and the file. */
export const timeFeatures = (from: string, days: Float64Array, first: number): readonly MadeFeature[] => {
  const turn = (day: number) => (2 * Math.PI * day) / 365.25;
  const made = (name: string, of: (day: number) => number): MadeFeature => ({
    name: `${from}: ${name}`,
    from,
    values: days.map(of),
  });
  return [
    made("days from the first", (day) => day - first),
    made("weekday", weekdayOf),
    made("season, sine", (day) => Math.sin(turn(day))),
    made("season, cosine", (day) => Math.cos(turn(day))),
  ];
};

export const firstOf = (days: Float64Array): number =>
  days.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);

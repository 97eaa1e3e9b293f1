import { dayOf } from "../../dates.ts";
import { oncePer } from "../../memoize.ts";
import { type CustomerDay, netOf } from "./customer-day.ts";

interface NumberedDay extends CustomerDay {
  readonly number: number;
  readonly net: number;
}

/** A day seen from an as-of date: age 1 is the day before it. */
export interface PastDay extends NumberedDay {
  readonly age: number;
}

/** Oldest first. Whoever asks about the same days again, as of whatever date, has them made once. */
const numbered = oncePer((days: readonly CustomerDay[]): readonly NumberedDay[] =>
  days
    .map((day) => ({ ...day, number: dayOf(day.date), net: netOf(day) }))
    .sort((one, other) => one.number - other.number),
);

/** Oldest first; nothing of the as-of date itself or after. */
export const daysBefore = (days: readonly CustomerDay[], asOf: number): readonly PastDay[] => {
  const past: PastDay[] = [];
  for (const day of numbered(days)) if (day.number < asOf) past.push({ ...day, age: asOf - day.number });
  return past;
};

/** How often the customer buys, and how long ago they last did. `bought` is the days with a purchase, oldest first. */
export const rhythmOf = (bought: readonly PastDay[], tenure: number, recency: number) => {
  const gaps = bought.slice(1).map(({ age }, index) => (bought[index]?.age ?? age) - age);
  const mean = gaps.length === 0 ? Number.NaN : gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return {
    days_since_last: recency,
    tenure_days: tenure,
    overdue: recency / mean,
    purchase_days: bought.length,
    gap_mean: mean,
    gap_median: medianOf(gaps),
    gap_sd: deviationOf(gaps, mean),
  };
};

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (index: number) => sorted[Math.trunc(index)] ?? Number.NaN;
  return (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2;
};

const deviationOf = (values: readonly number[], mean: number): number =>
  values.length < 2
    ? Number.NaN
    : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));

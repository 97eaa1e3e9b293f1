import { dayOf } from "../../dates.ts";
import { mean, median } from "../../learning/numbers.ts";
import { oncePer } from "../../memoize.ts";
import { netSpend, type SpendDay } from "./customer-day.ts";

interface NumberedDay extends SpendDay {
  readonly number: number;
  readonly net: number;
}

/** A day seen from an as-of date: age 1 is the day before it. */
export interface PastDay extends NumberedDay {
  readonly age: number;
}

/** Oldest first. Made once for each list of days, whatever the as-of date. */
const numbered = oncePer((days: readonly SpendDay[]): readonly NumberedDay[] =>
  days
    .map((day) => ({ ...day, number: dayOf(day.date), net: netSpend(day) }))
    .sort((one, other) => one.number - other.number),
);

/** Oldest first, without the as-of date and later days. */
export const daysBefore = (days: readonly SpendDay[], asOf: number): readonly PastDay[] => {
  const past: PastDay[] = [];
  for (const day of numbered(days)) if (day.number < asOf) past.push({ ...day, age: asOf - day.number });
  return past;
};

/** How often the customer buys, and how long ago they last did. `bought`: the days with a purchase, oldest first. */
export const rhythm = (bought: readonly PastDay[], tenure: number, recency: number) => {
  const gaps = bought.slice(1).map(({ age }, index) => (bought[index]?.age ?? age) - age);
  const gapMean = mean(gaps);
  return {
    days_since_last: recency,
    tenure_days: tenure,
    overdue: recency / gapMean,
    purchase_days: bought.length,
    gap_mean: gapMean,
    gap_median: median(gaps),
    gap_sd: deviation(gaps, gapMean),
  };
};

/** The sample standard deviation (n − 1). */
const deviation = (values: readonly number[], centre: number): number =>
  values.length < 2
    ? Number.NaN
    : Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));

import { dayOf } from "../../dates.ts";
import type { CustomerDay } from "./customer-day.ts";

/** A day seen from an as-of date: age 1 is the day before it. */
export interface PastDay extends CustomerDay {
  readonly age: number;
}

/** Oldest first; nothing of the as-of date itself or after. */
export const daysBefore = (days: readonly CustomerDay[], asOf: string): readonly PastDay[] => {
  const now = dayOf(asOf);
  return days
    .filter(({ date }) => date < asOf)
    .map(({ date, country, orders, items, products, gross, returns }) => ({
      date,
      country,
      orders,
      items,
      products,
      gross,
      returns,
      age: now - dayOf(date),
    }))
    .sort((one, other) => other.age - one.age);
};

export const sumOf = (days: readonly PastDay[], value: (day: PastDay) => number): number =>
  days.reduce((sum, day) => sum + value(day), 0);

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
  const sorted = [...values].sort((one, other) => one - other);
  const at = (index: number) => sorted[Math.trunc(index)] ?? Number.NaN;
  return (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2;
};

const deviationOf = (values: readonly number[], mean: number): number =>
  values.length < 2
    ? Number.NaN
    : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));

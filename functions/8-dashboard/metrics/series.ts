import { dayOf, isoDate, weekdayOf } from "../../../shared/dates.ts";
import { oncePer } from "../../../shared/memoize.ts";

export type Cadence = "daily" | "weekly" | "monthly";
export const cadences = ["daily", "weekly", "monthly"] as const;

/** A figure of one period. Null where the period has none: a closed day, or a ratio of nothing. */
export interface Point {
  /** The first day of the period. Weeks start on Monday. */
  readonly period: string;
  readonly value: number | null;
  readonly expected?: number | null | undefined;
  readonly low?: number | null | undefined;
  readonly high?: number | null | undefined;
  /** False for the newest period while it is not over. */
  readonly isComplete: boolean;
  /** The shop was shut: there is nothing to compare, and no gap to draw. */
  readonly isClosed?: boolean;
}

/**
 * The newest complete period, and the one that it is compared with: of a day, the same weekday a week before where that is
 * known, for a Sunday says little about a Monday.
 */
export const newestTwo = (points: readonly Point[], cadence: Cadence): readonly (Point | undefined)[] => {
  const complete = points.filter(({ isComplete, isClosed }) => isComplete && isClosed !== true);
  const newest = complete.at(-1);
  const weekBefore = newest && cadence === "daily" ? isoDate(dayOf(newest.period) - 7) : "";
  return [newest, complete.find(({ period }) => period === weekBefore) ?? complete.at(-2)];
};

/** The parts of a figure by period: a ratio is the ratio of their sums, never the mean of ratios. */
export interface Part {
  readonly date: string;
  readonly numerator: number;
  readonly denominator: number;
}

const monday = weekdayOf(dayOf("2024-01-01"));

export const periodOf: Readonly<Record<Cadence, (date: string) => string>> = {
  daily: (date) => date,
  weekly: (date) => isoDate(dayOf(date) - ((weekdayOf(dayOf(date)) - monday + 7) % 7)),
  monthly: (date) => `${date.slice(0, 7)}-01`,
};

/** The day after the last one of a period. */
export const periodEnd: Readonly<Record<Cadence, (period: string) => string>> = {
  daily: (period) => isoDate(dayOf(period) + 1),
  weekly: (period) => isoDate(dayOf(period) + 7),
  monthly: (period) => `${isoDate(dayOf(period) + 31).slice(0, 7)}-01`,
};

/** Sums the parts of each period. `isRatio`: divides them; a period without a denominator has no value. */
export const pointsOf = (parts: readonly Part[], cadence: Cadence, isRatio: boolean): readonly Point[] => {
  const sums = new Map<string, { numerator: number; denominator: number }>();
  for (const { date, numerator, denominator } of parts) {
    const period = periodOf[cadence](date);
    const sum = sums.get(period) ?? { numerator: 0, denominator: 0 };
    sum.numerator += numerator;
    sum.denominator += denominator;
    sums.set(period, sum);
  }
  const last = parts.at(-1)?.date ?? "";
  return [...sums].map(([period, { numerator, denominator }]) => ({
    period,
    value: isRatio ? (denominator === 0 ? null : numerator / denominator) : numerator,
    isComplete: isoDate(dayOf(last) + 1) >= periodEnd[cadence](period),
  }));
};

/** Of a metric's points by their period: a metric keeps its points, and its pages look at them again and again. */
const valuesByPeriod = oncePer(
  (points: readonly Point[]) => new Map(points.map(({ period, value }) => [period, value])),
);

/** The same period a year before: 52 weeks, so that weekdays fit, or twelve months. */
export const yearBefore = (points: readonly Point[], cadence: Cadence): readonly (number | null)[] => {
  const values = valuesByPeriod(points);
  return points.map(({ period }) => {
    const before =
      cadence === "monthly"
        ? `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`
        : isoDate(dayOf(period) - 364);
    return values.get(before) ?? null;
  });
};

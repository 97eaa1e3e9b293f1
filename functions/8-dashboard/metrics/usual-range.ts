import { median } from "../../../shared/learning/numbers.ts";
import type { Metric } from "./metric.ts";
import type { Cadence, Point } from "./series.ts";

/** How far apart comparable periods are, and how many of them count: the same weekday, or the periods just before. */
const compared: Readonly<Record<Cadence, { readonly step: number; readonly count: number }>> = {
  daily: { step: 7, count: 8 },
  weekly: { step: 1, count: 8 },
  monthly: { step: 1, count: 6 },
};
const leastKnown = 4;
/** Of a normal distribution, the median distance from the median is this part of the standard deviation. */
const ofDeviation = 0.6745;
const widthInDeviations = 2.5;

/**
 * Adds what each value should usually be: the median of the comparable periods before it, and 2.5 robust standard
 * deviations around it. Only the past is used. It is a ruler for the eye; findings are judged by better methods.
 */
export const withUsualRange = (
  points: readonly Point[],
  cadence: Cadence,
  unit: Metric["unit"],
): readonly Point[] => {
  const { step, count } = compared[cadence];
  return points.map((point, place) => {
    const before: number[] = [];
    for (let back = 1; back <= count; back++) {
      const value = points[place - back * step]?.value;
      if (typeof value === "number") before.push(value);
    }
    if (before.length < leastKnown) return point;
    const expected = median(before);
    const spread =
      (widthInDeviations * median(before.map((value) => Math.abs(value - expected)))) / ofDeviation;
    // A figure that never was below zero will not be, and a share that never was above the whole neither.
    const least = before.every((value) => value >= 0) ? 0 : Number.NEGATIVE_INFINITY;
    const most = unit === "share" && before.every((value) => value <= 1) ? 1 : Number.POSITIVE_INFINITY;
    return {
      ...point,
      expected,
      low: Math.max(least, expected - spread),
      high: Math.min(most, expected + spread),
    };
  });
};

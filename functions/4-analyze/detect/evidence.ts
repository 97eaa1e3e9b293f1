import { mean } from "../../../shared/learning/numbers.ts";
import { cusum } from "./cusum.ts";
import { twoSidedT } from "./distributions.ts";
import { type Forecasts, forecastEach, type Points, windowStart } from "./residuals.ts";
import { medianOfRange } from "./rolling-median.ts";
import { leastScale, normalAt } from "./scores.ts";
import type { DetectorSettings } from "./settings.ts";
import { isOutermost, restore, type Scale, transform } from "./transform.ts";
import { type NewTrend, newTrend } from "./trend.ts";

/** A KPI's values at one place, on the periods that have one, in their order. */
export interface Series {
  readonly scale: Scale;
  readonly days: Int32Array;
  readonly values: Float64Array;
  /** How many rows, orders or customers stand behind each value. */
  readonly volumes: Float64Array;
}

/** What the detectors say of one value. */
export interface Evidence {
  readonly day: number;
  readonly actual: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly z: number;
  readonly pValue: number;
  readonly outsideFences: boolean;
  /** A sum that crossed its limit on this day. */
  readonly shift: Shift | null;
  readonly trend: NewTrend | null;
  /** The volume that is usual here, and that of the day. */
  readonly usualVolume: number;
  readonly volume: number;
}

export interface Shift {
  readonly statistic: number;
  readonly since: number;
  /** Means from `since` on. */
  readonly actual: number;
  readonly expected: number;
}

/** A t5 lies within ±2.57 in 95 % of cases. */
const within95 = 2.570581836;

/** Judges the periods from `first` on. A period without evidence is one of which too little is known: it is being learned. */
export const evidenceOf = (series: Series, settings: DetectorSettings, first: number): Evidence[] => {
  const { scale, days } = series;
  const points: Points = { days, values: series.values.map((value) => transform(scale, value)) };
  // Only what the judged periods depend on: see lookbackDays.
  const scored = first - settings.shift.memoryDays;
  const forecasts = forecastEach(
    points,
    settings.forecast,
    placeOf(days, scored - settings.scores.residualDays),
  );
  const scores = scoresOf(points, forecasts, settings, placeOf(days, scored));
  const found: Evidence[] = [];
  for (let at = placeOf(days, first); at < days.length; at++) {
    const normal = scores.normals[at];
    const expected = forecasts.expected[at] ?? Number.NaN;
    if (!normal || Number.isNaN(expected)) continue;
    const centre = expected + normal.centre;
    // What was always nothing has no level that the first sale could be compared with.
    if (normal.scale === leastScale && isOutermost(scale, centre)) continue;
    const reach = within95 * normal.scale;
    const residual = forecasts.residuals[at] ?? 0;
    const z = scores.z[at] ?? 0;
    const start = windowStart(days, at, settings.forecast.window, settings.forecast.windowDays);
    found.push({
      day: days[at] ?? 0,
      actual: series.values[at] ?? 0,
      expected: restore(scale, centre),
      low: restore(scale, centre - reach),
      high: restore(scale, centre + reach),
      z,
      pValue: twoSidedT(z, settings.scores.tails),
      outsideFences: residual < normal.lowFence || residual > normal.highFence,
      shift: shiftAt({ series, forecasts, scores }, at, settings),
      trend: newTrend(points, at, settings),
      usualVolume: medianOfRange(series.volumes, start, at),
      volume: series.volumes[at] ?? 0,
    });
  }
  return found;
};

const scoresOf = (points: Points, forecasts: Forecasts, { scores }: DetectorSettings, from: number) => {
  const normals = Array.from(points.days, (_, at) =>
    at < from ? undefined : normalAt(points, forecasts, at, scores),
  );
  const z = Float64Array.from(normals, (normal, at) => {
    const residual = forecasts.residuals[at] ?? Number.NaN;
    return normal && Number.isFinite(residual) ? (residual - normal.centre) / normal.scale : 0;
  });
  return { normals, z };
};

interface Scored {
  readonly series: Series;
  readonly forecasts: Forecasts;
  readonly scores: ReturnType<typeof scoresOf>;
}

const shiftAt = (
  { series: { days, values, scale }, forecasts, scores }: Scored,
  at: number,
  { shift: { slack, limit, memoryDays } }: DetectorSettings,
): Shift | null => {
  const start = placeOf(days, (days[at] ?? 0) - memoryDays);
  const { statistic, since } = cusum(scores.z.subarray(start, at + 1), slack, limit);
  if (statistic === 0) return null;
  const expected = forecasts.expected
    .slice(start + since, at + 1)
    .map((value, place) => restore(scale, value + (scores.normals[start + since + place]?.centre ?? 0)));
  return {
    statistic,
    since: days[start + since] ?? 0,
    actual: mean(values.subarray(start + since, at + 1)),
    expected: mean(expected.filter(Number.isFinite)),
  };
};

/** The place of the first period that is not before this day. */
const placeOf = (days: Int32Array, day: number): number => {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
};

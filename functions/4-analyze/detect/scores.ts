import { quantile, sum } from "../../../shared/learning/numbers.ts";
import type { Tails } from "./distributions.ts";
import type { Forecasts, Points } from "./residuals.ts";
import { windowStart } from "./residuals.ts";
import { medianInPlace, middle } from "./rolling-median.ts";

export interface ScoreSettings {
  /** Residuals that tell what is normal, at most and at least, and the days that they may be old. */
  readonly residuals: number;
  readonly residualDays: number;
  readonly fewestResiduals: number;
  /** The robust scale counts fully; of the standard deviation this share at least. */
  readonly leastOfDeviation: number;
  readonly tails: Tails;
}

/** What is normal of a residual, by those before it. */
export interface Normal {
  readonly centre: number;
  readonly scale: number;
  /** The fences of the interquartile range, 1.5 of it beyond the quartiles. */
  readonly lowFence: number;
  readonly highFence: number;
}

/** Of a series that never varied, a change by a few percent is not yet a wonder. It is far below what sales vary by. */
export const leastScale = 0.02;

/** Undefined while too few residuals are known. */
export function normalAt(
  { days }: Points,
  { residuals }: Forecasts,
  at: number,
  settings: ScoreSettings,
): Normal | undefined {
  const start = windowStart(days, at, settings.residuals, settings.residualDays);
  const before = finite(residuals, start, at).sort();
  if (before.length < settings.fewestResiduals) return undefined;
  const centre = middle(before);
  const deviations = before.slice();
  for (let place = 0; place < deviations.length; place++)
    deviations[place] = Math.abs((deviations[place] ?? 0) - centre);
  const spread = Math.max(
    1.4826 * medianInPlace(deviations),
    settings.leastOfDeviation * standardDeviation(before),
  );
  const scale = Math.max(spread, leastScale);
  const [low, high] = [quantile(before, 0.25), quantile(before, 0.75)];
  const reach = 1.5 * (high - low);
  return { centre, scale, lowFence: low - reach, highFence: high + reach };
}

function finite(values: Float64Array, from: number, to: number): Float64Array {
  const kept = new Float64Array(Math.max(0, to - from));
  let count = 0;
  for (let at = from; at < to; at++) {
    const value = values[at] ?? Number.NaN;
    if (Number.isFinite(value)) kept[count++] = value;
  }
  return kept.subarray(0, count);
}

function standardDeviation(values: Float64Array): number {
  const average = sum(values) / values.length;
  let squares = 0;
  for (let place = 0; place < values.length; place++) squares += ((values[place] ?? 0) - average) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

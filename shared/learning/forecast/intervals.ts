import type { Replay } from "./backtest.ts";

/** Bounds as shares of the forecast. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

/** The completed forecasts that a band needs. */
export const enoughForecasts = 6;
/** Provisional bands are this much wider than the usual scatter of a day around its level. */
const widening = 1.3;
/** The step size of adaptive conformal inference (Gibbs and Candès 2021). */
const stepSize = 0.5;
/** The share outside may rise to this multiple of its target. At 2, bands failed after each change of the season. */
const mostMissed = 1.5;

/**
 * Conformal bands from the relative errors of completed forecasts. The target share of days outside adapts to how the bands
 * would have done so far, because the scatter of sales changes with the season. Provisional if too few forecasts support them.
 */
export const intervalsFrom = (completed: readonly Replay[], usualScatter: number) =>
  completed.length < enoughForecasts
    ? provisional(usualScatter)
    : { p80: adaptedBand(completed, 0.2), p95: adaptedBand(completed, 0.05), provisional: false };

const adaptedBand = (completed: readonly Replay[], target: number): Band => {
  let aim = target;
  const horizon = completed[0]?.forecast.length ?? 0;
  for (const replay of completed) {
    const known = completed.filter(({ origin }) => origin + horizon <= replay.origin);
    if (known.length < enoughForecasts) continue;
    const { low, high } = band(sortedErrors(known), aim);
    const errors = relativeErrors(replay);
    const outside = errors.filter((error) => 1 + error < low || 1 + error > high).length;
    if (errors.length > 0) aim += stepSize * (target - outside / errors.length);
    aim = Math.max(target / 10, Math.min(mostMissed * target, aim));
  }
  return band(sortedErrors(completed), aim);
};

const sortedErrors = (replays: readonly Replay[]): Float64Array =>
  Float64Array.from(replays.flatMap(relativeErrors)).sort();

const relativeErrors = ({ forecast, actual, open }: Replay): number[] =>
  [...forecast].flatMap((value, index) =>
    open[index] && value > 0 ? [((actual[index] ?? 0) - value) / value] : [],
  );

const band = (sorted: Float64Array, missed: number): Band => {
  const count = sorted.length;
  const upper = Math.min(count, Math.ceil((count + 1) * (1 - missed / 2)));
  const low = sorted[count - upper] ?? -1;
  const high = sorted[upper - 1] ?? 1;
  return { low: Math.max(0, 1 + low), high: 1 + high };
};

const provisional = (scatter: number) => ({
  p80: bandOfWidth(widening * 1.2816 * scatter),
  p95: bandOfWidth(widening * 1.96 * scatter),
  provisional: true,
});

const bandOfWidth = (width: number): Band => ({ low: Math.exp(-width), high: Math.exp(width) });

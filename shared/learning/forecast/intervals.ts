import type { Replay } from "./backtest.ts";

/** Bounds as shares of the forecast. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

export interface Intervals {
  readonly p80: Band;
  readonly p95: Band;
  /** Too few completed forecasts stand behind them. */
  readonly provisional: boolean;
}

/** Completed forecasts that a band needs behind it. */
export const enoughForecasts = 6;
/** Before any forecast is complete: as wide as a day's usual scatter around its level, and then some. */
const widening = 1.3;
/** How fast the bands widen when days fell outside too often, and narrow again. */
const learning = 0.5;

/**
 * Conformal bands from how far completed forecasts missed, as a share of what they said. The share of misses aimed at is itself adapted to how
 * the bands would have done so far, because sales scatter more in some seasons than in the ones before.
 */
export const intervalsFrom = (completed: readonly Replay[], usualScatter: number): Intervals =>
  completed.length < enoughForecasts
    ? provisional(usualScatter)
    : { p80: adapted(completed, 0.2), p95: adapted(completed, 0.05), provisional: false };

const adapted = (completed: readonly Replay[], target: number): Band => {
  let aim = target;
  const horizon = completed[0]?.forecast.length ?? 0;
  for (const replay of completed) {
    const known = completed.filter(({ origin }) => origin + horizon <= replay.origin);
    if (known.length < enoughForecasts) continue;
    const { low, high } = band(sortedMisses(known), aim);
    const misses = missesOf(replay);
    const outside = misses.filter((miss) => 1 + miss < low || 1 + miss > high).length;
    if (misses.length > 0) aim += learning * (target - outside / misses.length);
    aim = Math.max(target / 10, Math.min(2 * target, aim));
  }
  return band(sortedMisses(completed), aim);
};

const sortedMisses = (replays: readonly Replay[]): Float64Array =>
  Float64Array.from(replays.flatMap(missesOf)).sort();

const missesOf = ({ forecast, actual, open }: Replay): number[] =>
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

const provisional = (scatter: number): Intervals => ({
  p80: around(widening * 1.2816 * scatter),
  p95: around(widening * 1.96 * scatter),
  provisional: true,
});

const around = (width: number): Band => ({ low: Math.exp(-width), high: Math.exp(width) });

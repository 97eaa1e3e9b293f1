import { mean, sum } from "../numbers.ts";
import type { Replay } from "./backtest.ts";
import { before, type DailySeries } from "./series.ts";

export interface ForecastScores {
  readonly mase: number;
  readonly rmsse: number;
  readonly wape: number;
  readonly smape: number;
  /** How far the whole horizon's total was off, as a share of it. */
  readonly totalError: number;
  readonly bias: number;
}

/** Each origin scored by itself, then the mean over origins. A miss counts in units of what "as a week ago" missed before. */
export const scoreForecasts = (series: DailySeries, replays: readonly Replay[]): ForecastScores => {
  const each = replays.map((replay) => scoreOne(before(series, replay.origin), replay));
  const over = (pick: (scores: ForecastScores) => number) => mean(each.map(pick));
  return {
    mase: over(({ mase }) => mase),
    rmsse: over(({ rmsse }) => rmsse),
    wape: over(({ wape }) => wape),
    smape: over(({ smape }) => smape),
    totalError: over(({ totalError }) => totalError),
    bias: over(({ bias }) => bias),
  };
};

const scoreOne = ({ values }: DailySeries, { forecast, actual }: Replay): ForecastScores => {
  const steps = Array.from(values.subarray(7), (value, index) => value - (values[index] ?? 0));
  const errors = Array.from(actual, (value, index) => value - (forecast[index] ?? 0));
  const distances = errors.map(Math.abs);
  const total = sum(actual);
  return {
    mase: mean(distances) / mean(steps.map(Math.abs)),
    rmsse: Math.sqrt(mean(errors.map(square)) / mean(steps.map(square))),
    wape: sum(distances) / sum(actual.map(Math.abs)),
    smape: mean(Array.from(actual, (value, index) => symmetric(value, forecast[index] ?? 0))),
    totalError: Math.abs(sum(forecast) - total) / Math.abs(total),
    bias: (sum(forecast) - total) / Math.abs(total),
  };
};

const square = (value: number): number => value * value;

const symmetric = (actual: number, forecast: number): number => {
  const size = Math.abs(actual) + Math.abs(forecast);
  return size === 0 ? 0 : (2 * Math.abs(actual - forecast)) / size;
};

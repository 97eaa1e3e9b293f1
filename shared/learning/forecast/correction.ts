import { mean } from "../numbers.ts";
import { type Replay, totals } from "./backtest.ts";

const recentForecasts = 6;
const minForecasts = 4;
const maxShare = 0.7;
const minFactor = 0.8;
const maxFactor = 1.25;

/**
 * The factor by which the last completed forecasts fell short in total, shrunk by how much they disagree: enough to follow a
 * growing season and to offset that the median of a log-normal lies below its mean, but not to chase one good month.
 */
export const biasFactor = (completed: readonly Replay[]): number => {
  const shortfalls = completed
    .slice(-recentForecasts)
    .map(totals)
    .filter(({ forecast }) => forecast > 0)
    .map(({ actual, forecast }) => actual / forecast - 1);
  if (shortfalls.length < minForecasts) return 1;
  const meanShortfall = mean(shortfalls);
  const scatter = mean(shortfalls.map((value) => (value - meanShortfall) ** 2));
  const agreement = meanShortfall === 0 ? 0 : meanShortfall ** 2 / (meanShortfall ** 2 + scatter);
  return Math.max(minFactor, Math.min(maxFactor, 1 + maxShare * agreement * meanShortfall));
};

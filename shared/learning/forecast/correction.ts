import { mean } from "../numbers.ts";
import { type Replay, totals } from "./backtest.ts";

const windows = 6;
const fewest = 4;
const mostBelieved = 0.7;
const lowest = 0.8;
const highest = 1.25;

/**
 * How much the method's last completed forecasts fell short in total, believed as far as they agree with each other: enough to follow a
 * growing season and to mend that the log's middle lies below the mean, not enough to chase one good month.
 */
export const biasFactor = (completed: readonly Replay[]): number => {
  const shortfalls = completed
    .slice(-windows)
    .map(totals)
    .filter(({ forecast }) => forecast > 0)
    .map(({ actual, forecast }) => actual / forecast - 1);
  if (shortfalls.length < fewest) return 1;
  const usual = mean(shortfalls);
  const scatter = mean(shortfalls.map((value) => (value - usual) ** 2));
  const agreement = usual === 0 ? 0 : usual ** 2 / (usual ** 2 + scatter);
  return Math.max(lowest, Math.min(highest, 1 + mostBelieved * agreement * usual));
};

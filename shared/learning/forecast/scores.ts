import {
  meanAbsoluteScaledError,
  rootMeanSquaredScaledError,
  symmetricPercentageError,
  weightedAbsolutePercentageError,
} from "../metrics/errors.ts";
import { mean, sum } from "../numbers.ts";
import type { Replay } from "./backtest.ts";
import { before, type DailySeries } from "./series.ts";

type ForecastScores = ReturnType<typeof scoreOne>;

/** The mean of the scores per origin. `mase` and `rmsse` are relative to the error of "same as a week ago". */
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

const scoreOne = ({ values }: DailySeries, { forecast, actual }: Replay) => {
  const total = sum(actual);
  return {
    mase: meanAbsoluteScaledError(actual, forecast, values),
    rmsse: rootMeanSquaredScaledError(actual, forecast, values),
    wape: weightedAbsolutePercentageError(actual, forecast),
    smape: symmetricPercentageError(actual, forecast),
    /** The error of the horizon's total as a share of the actual total. */
    totalError: Math.abs(sum(forecast) - total) / Math.abs(total),
    bias: (sum(forecast) - total) / Math.abs(total),
  };
};

import { isoDate } from "../../dates.ts";
import { RejectedInput } from "../../errors.ts";
import {
  meanAbsoluteScaledError,
  rootMeanSquaredScaledError,
  symmetricPercentageError,
  weightedAbsolutePercentageError,
} from "../metrics/errors.ts";
import { mean, quantileOfFinite, sum } from "../numbers.ts";
import type { Replay } from "./backtest.ts";
import type { Forecaster } from "./forecaster.ts";
import { baselines, combination, forecasters } from "./forecasters.ts";
import { completeAt, fewestDays, pastForecasts } from "./history.ts";
import { intervalsFrom } from "./intervals.ts";
import { before, type DailySeries, dayAfter } from "./series.ts";

export type ForecastLeaderboard = ReturnType<typeof rankForecasters>;
type Contestant = ReturnType<typeof scoreForecaster>;

/**
 * Scores every method on the same past weeks. Validation windows end before the holdout begins. The combination is chosen
 * unless another method beats it on validation by more than the noise between weeks.
 */
export const rankForecasters = (series: DailySeries, horizon: number, now: () => number = () => 0) => {
  const contestants = forecasters.map((forecaster) => {
    const start = now();
    return scoreForecaster(forecaster, series, horizon, () => now() - start);
  });
  const first = contestants[0];
  const holdout = first?.holdout[0];
  if (!first || !holdout || first.validation.length < 3)
    throw new RejectedInput(
      `a leaderboard needs ${fewestDays + 2 * horizon + 21} days of sales, without a gap of weeks`,
    );
  const { chosen, reason } = choose(contestants);
  return {
    rows: contestants.map(({ row }) => row).sort((a, b) => lastIfUnknown(a) - lastIfUnknown(b)),
    chosen,
    reason,
    origins: first.validation.map(({ origin }) => isoDate(origin)),
    holdout: { from: isoDate(holdout.origin), to: isoDate(holdout.origin + horizon - 1) },
  };
};

/** A method for the season of the year has no score before there is a year. */
const lastIfUnknown = ({ validation: { mase } }: Contestant["row"]): number =>
  Number.isFinite(mase) ? mase : Number.MAX_VALUE;

const scoreForecaster = (
  forecaster: Forecaster,
  series: DailySeries,
  horizon: number,
  elapsed: () => number,
) => {
  const complete = completeAt(pastForecasts(forecaster, series, horizon), dayAfter(series));
  const last = complete.at(-1);
  const holdout = last ? [last] : [];
  const validation = last ? complete.filter(({ origin }) => origin + horizon <= last.origin) : [];
  const row = {
    name: forecaster.name,
    baseline: baselines.some((each) => each === forecaster),
    /** Mean over the validation origins. */
    validation: scoreForecasts(series, validation),
    /** Scores on the newest complete window, which the choice does not use. */
    holdout: scoreForecasts(series, holdout),
    ...coverage(complete),
    milliseconds: elapsed(),
  };
  return { forecaster, validation, holdout, row };
};

/** How often actual sales fell inside the bands of past forecasts. */
const coverage = (replays: readonly Replay[]): { coverage80: number; coverage95: number } => {
  const inside80: number[] = [];
  const inside95: number[] = [];
  for (const { origin, forecast, actual, open } of replays) {
    const { p80, p95, provisional } = intervalsFrom(completeAt(replays, origin), 0);
    if (provisional) continue;
    for (const [step, value] of forecast.entries()) {
      if (!open[step]) continue;
      const truth = actual[step] ?? 0;
      inside80.push(Number(truth >= value * p80.low && truth <= value * p80.high));
      inside95.push(Number(truth >= value * p95.low && truth <= value * p95.high));
    }
  }
  return { coverage80: mean(inside80), coverage95: mean(inside95) };
};

const choose = (contestants: readonly Contestant[]): { chosen: string; reason: string } => {
  const defaultContestant = contestants.find(({ forecaster }) => forecaster === combination);
  const best = contestants.reduce((a, b) => (b.row.validation.mase < a.row.validation.mase ? b : a));
  if (!defaultContestant || best === defaultContestant)
    return { chosen: combination.name, reason: "lowest error on validation" };
  const gains = defaultContestant.validation.map(
    (replay, index) => meanError(replay) - meanError(best.validation[index] ?? replay),
  );
  // Overlapping weeks understate the noise, so nine of ten weeks must agree.
  return quantileOfFinite(gains, 0.1) > 0
    ? {
        chosen: best.forecaster.name,
        reason: `better than ${combination.name} in nine of ten validation weeks`,
      }
    : {
        chosen: combination.name,
        reason: `${best.forecaster.name} is better by less than the noise between weeks`,
      };
};

const meanError = ({ forecast, actual }: Replay): number =>
  mean(Array.from(actual, (value, step) => Math.abs(value - (forecast[step] ?? 0))));

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

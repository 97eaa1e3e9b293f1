import { mean } from "../numbers.ts";
import { backtestPoint, type CalendarAt, isComplete, type Replay, replay, totals } from "./backtest.ts";
import { learnCalendar } from "./calendar.ts";
import { combine } from "./combine.ts";
import type { Forecaster, Method } from "./forecaster.ts";
import { seasonalNaive } from "./members/plain.ts";
import { type DailySeries, dayAfter } from "./series.ts";

/** Eight weeks are enough to learn the weekdays. */
export const fewestDays = 56;
const maxOrigins = 52;
const everyDays = 7;
/** So many complete weekly forecasts cover about a year. */
const minForecastsToJudge = 44;

/** The forecasts that a forecaster would have made each past week, corrected by the forecasts that were complete then. */
export const pastForecasts = (forecaster: Forecaster, series: DailySeries, horizon: number): Replay[] =>
  corrected(replayForecasts(forecaster, series, learnCalendar, weeklyOrigins(series), horizon));

export const replayForecasts = (
  forecaster: Forecaster,
  series: DailySeries,
  calendarAt: CalendarAt,
  origins: readonly number[],
  horizon: number,
): Replay[] => {
  const points = origins.map((origin) => backtestPoint(series, calendarAt, origin, horizon));
  const replays = (method: Method) => points.map((point) => replay(method, point));
  return "members" in forecaster
    ? combine(
        forecaster.members.map((member) => ({
          replays: replays(member),
          specialist: member.specialist ?? false,
        })),
        replays(seasonalNaive),
      )
    : replays(forecaster);
};

export const corrected = (replays: readonly Replay[]): Replay[] => {
  const factored = replays.map((each) => ({
    each,
    factor: biasFactor(completeAt(replays, each.origin)),
  }));
  return factored.map(({ each, factor: found }) => {
    const past = factored.filter(({ each: other }) => isOver(other, each.origin));
    const factor = correctionHurt(past) ? 1 : found;
    return { ...each, forecast: each.forecast.map((value) => value * factor), factor };
  });
};

interface Factored {
  readonly each: Replay;
  readonly factor: number;
}

/** Whether the correction increased the error. Before a year a growing season looks like a lasting shortfall. */
const correctionHurt = (past: readonly Factored[]): boolean => {
  const totalError = (chosen: (factored: Factored) => number) =>
    past.reduce((sum, factored) => {
      const { forecast, actual } = totals(factored.each);
      return sum + Math.abs(actual - chosen(factored) * forecast);
    }, 0);
  return past.length >= minForecastsToJudge && totalError(({ factor }) => factor) > totalError(() => 1);
};

/** The complete forecasts that ended before `day`. */
export const completeAt = (replays: readonly Replay[], day: number): Replay[] =>
  replays.filter((each) => isOver(each, day));

const isOver = (each: Replay, day: number): boolean =>
  each.origin + each.forecast.length <= day && isComplete(each);

/** One origin a week, counted back from the end. */
const weeklyOrigins = (series: DailySeries): number[] => {
  const origins: number[] = [];
  for (
    let origin = dayAfter(series);
    origin >= series.firstDay + fewestDays && origins.length < maxOrigins;
    origin -= everyDays
  )
    origins.push(origin);
  return origins.reverse();
};

const recentForecasts = 6;
const minForecasts = 4;
const maxShare = 0.7;
const minFactor = 0.8;
const maxFactor = 1.25;

/**
 * The factor by which the last completed forecasts fell short in total, shrunk by how much they disagree: enough to follow a
 * growing season and to offset that the median of a log-normal lies below its mean, but not to chase one good month.
 */
const biasFactor = (completed: readonly Replay[]): number => {
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

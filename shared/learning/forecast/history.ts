import { type CalendarAt, isComplete, type Replay, replay, standpoint, totals } from "./backtest.ts";
import { combine } from "./combine.ts";
import { biasFactor } from "./correction.ts";
import type { Forecaster, Method } from "./forecaster.ts";
import { type DailySeries, dayAfter } from "./series.ts";

/** Eight weeks say what a weekday is worth; less is no history. */
export const fewestDays = 56;
const mostOrigins = 52;
const everyDays = 7;
/** Weekly forecasts that are complete, of the most that are looked at. */
const aboutAYear = 44;

/** A forecaster's answers at the start of each past week, as they would have been given then: corrected by what was complete then. */
export const pastForecasts = (
  forecaster: Forecaster,
  series: DailySeries,
  calendarAt: CalendarAt,
  horizon: number,
): Replay[] => corrected(replaysOf(forecaster, series, calendarAt, originsIn(series), horizon));

export const replaysOf = (
  forecaster: Forecaster,
  series: DailySeries,
  calendarAt: CalendarAt,
  origins: readonly number[],
  horizon: number,
): Replay[] => {
  const points = origins.map((origin) => standpoint(series, calendarAt, origin, horizon));
  const asked = (method: Method) => points.map((point) => replay(method, point));
  return "members" in forecaster ? combine(forecaster.members.map(asked)) : asked(forecaster);
};

export const corrected = (replays: readonly Replay[]): Replay[] => {
  const asked = replays.map((each) => ({
    each,
    factor: biasFactor(completeAt(replays, each.origin)),
  }));
  return asked.map(({ each, factor: found }) => {
    const past = asked.filter(({ each: other }) => isOver(other, each.origin));
    const factor = hasDoneHarm(past) ? 1 : found;
    return { ...each, forecast: each.forecast.map((value) => value * factor), factor };
  });
};

interface Asked {
  readonly each: Replay;
  readonly factor: number;
}

/** A growing season looks the same as a lasting shortfall until a year has shown both its sides: only then is harm believed. */
const hasDoneHarm = (past: readonly Asked[]): boolean => {
  const missed = (factorOf: (asked: Asked) => number) =>
    past.reduce((sum, asked) => {
      const { forecast, actual } = totals(asked.each);
      return sum + Math.abs(actual - factorOf(asked) * forecast);
    }, 0);
  return past.length >= aboutAYear && missed(({ factor }) => factor) > missed(() => 1);
};

/** The forecasts whose last day was over when `day` began. */
export const completeAt = (replays: readonly Replay[], day: number): Replay[] =>
  replays.filter((each) => isOver(each, day));

const isOver = (each: Replay, day: number): boolean =>
  each.origin + each.forecast.length <= day && isComplete(each);

/** Once a week, back from the end. */
const originsIn = (series: DailySeries): number[] => {
  const origins: number[] = [];
  for (
    let origin = dayAfter(series);
    origin >= series.firstDay + fewestDays && origins.length < mostOrigins;
    origin -= everyDays
  )
    origins.push(origin);
  return origins.reverse();
};

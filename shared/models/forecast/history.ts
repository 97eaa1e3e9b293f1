import { type CalendarAt, isComplete, type Replay, replay } from "./backtest.ts";
import { biasFactor } from "./correction.ts";
import type { Forecaster } from "./forecaster.ts";
import { type DailySeries, dayAfter } from "./series.ts";

/** Eight weeks say what a weekday is worth; less is no history. */
export const fewestDays = 56;
const mostOrigins = 52;
const everyDays = 7;

/** A forecaster's answers at the start of each past week, as they would have been given then: corrected by what was complete then. */
export const pastForecasts = (
  forecaster: Forecaster,
  series: DailySeries,
  calendarAt: CalendarAt,
  horizon: number,
): Replay[] => corrected(replay(forecaster, series, calendarAt, originsIn(series), horizon));

export const corrected = (replays: readonly Replay[]): Replay[] =>
  replays.map((each) => {
    const factor = biasFactor(completeAt(replays, each.origin));
    return { ...each, forecast: each.forecast.map((value) => value * factor), factor };
  });

/** The forecasts whose last day was over when `day` began. */
export const completeAt = (replays: readonly Replay[], day: number): Replay[] =>
  replays.filter((each) => each.origin + each.forecast.length <= day && isComplete(each));

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

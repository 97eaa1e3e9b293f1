import type { Calendar } from "./calendar.ts";
import type { Method } from "./forecaster.ts";
import { openDays } from "./open-days.ts";
import { before, type DailySeries, dayAfter, valueOn } from "./series.ts";
import { sum } from "./statistics.ts";

/** What a method said at the start of one day about the days that follow, and what came. */
export interface Replay {
  readonly origin: number;
  readonly forecast: Float64Array;
  /** NaN for days that are not over yet. */
  readonly actual: Float64Array;
  readonly open: readonly boolean[];
  /** What the method's own answer was multiplied by. */
  readonly factor?: number;
}

/** Which days are open, as it was known at the start of `origin`. */
export type CalendarAt = (past: DailySeries) => Calendar;

/** Every day of the horizon, closed ones as 0. */
export const forecastFrom = (
  forecaster: Method,
  past: DailySeries,
  calendar: Calendar,
  horizon: number,
): Float64Array => {
  const origin = dayAfter(past);
  const all = Array.from({ length: horizon }, (_, step) => origin + step);
  const open = all.filter((day) => !calendar.isClosed(day));
  const path = forecaster.forecast(openDays(past, calendar), Int32Array.from(open));
  const byDay = new Map(open.map((day, index) => [day, Math.max(0, path[index] ?? 0)]));
  return Float64Array.from(all, (day) => byDay.get(day) ?? 0);
};

export const replay = (
  forecaster: Method,
  series: DailySeries,
  calendarAt: CalendarAt,
  origins: readonly number[],
  horizon: number,
): Replay[] =>
  origins.map((origin) => {
    const past = before(series, origin);
    const calendar = calendarAt(past);
    const days = Array.from({ length: horizon }, (_, step) => origin + step);
    return {
      origin,
      forecast: forecastFrom(forecaster, past, calendar, horizon),
      actual: Float64Array.from(days, (day) => valueOn(series, day) ?? Number.NaN),
      open: days.map((day) => !calendar.isClosed(day)),
    };
  });

export const isComplete = ({ actual }: Replay): boolean => !actual.some(Number.isNaN);

export const totals = ({ forecast, actual }: Replay): { forecast: number; actual: number } => ({
  forecast: sum(forecast),
  actual: sum(actual),
});

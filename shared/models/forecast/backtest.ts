import type { Calendar } from "./calendar.ts";
import type { Method } from "./forecaster.ts";
import { type OpenDays, openDays } from "./open-days.ts";
import { before, type DailySeries, valueOn } from "./series.ts";
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

/** What every method is told at the start of a day, and what came. */
export interface Standpoint extends Pick<Replay, "origin" | "actual" | "open"> {
  readonly past: OpenDays;
}

export const standpoint = (
  series: DailySeries,
  calendarAt: CalendarAt,
  origin: number,
  horizon: number,
): Standpoint => {
  const past = before(series, origin);
  const calendar = calendarAt(past);
  const days = Array.from({ length: horizon }, (_, step) => origin + step);
  return {
    origin,
    past: openDays(past, calendar),
    actual: Float64Array.from(days, (day) => valueOn(series, day) ?? Number.NaN),
    open: days.map((day) => !calendar.isClosed(day)),
  };
};

export const replay = (method: Method, { past, ...point }: Standpoint): Replay => ({
  ...point,
  forecast: forecastFrom(method, past, point),
});

/** Every day of the horizon, closed ones as 0. */
const forecastFrom = (
  method: Method,
  past: OpenDays,
  { origin, open }: Pick<Standpoint, "origin" | "open">,
): Float64Array => {
  const days = open.flatMap((isOpen, step) => (isOpen ? [origin + step] : []));
  const path = method.forecast(past, Int32Array.from(days));
  const byDay = new Map(days.map((day, index) => [day, Math.max(0, path[index] ?? 0)]));
  return Float64Array.from(open, (_, step) => byDay.get(origin + step) ?? 0);
};

export const isComplete = ({ actual }: Replay): boolean => !actual.some(Number.isNaN);

export const totals = ({ forecast, actual }: Replay): { forecast: number; actual: number } => ({
  forecast: sum(forecast),
  actual: sum(actual),
});

import { sum } from "../numbers.ts";
import type { Calendar } from "./calendar.ts";
import type { Method } from "./forecaster.ts";
import { type OpenDays, openDays } from "./open-days.ts";
import { before, type DailySeries, valueOn } from "./series.ts";

/** A forecast made at the start of one day, and the actual sales of its days. */
export interface Replay {
  readonly origin: number;
  readonly forecast: Float64Array;
  /** NaN for days that are not over or have no data. */
  readonly actual: Float64Array;
  readonly open: readonly boolean[];
  /** The correction that the method's forecast was multiplied by. */
  readonly factor?: number;
}

/** Learns the calendar from the days before an origin. */
export type CalendarAt = (past: DailySeries) => Calendar;

/** The data that every method gets at the start of a day, and the actual sales. */
export type BacktestPoint = ReturnType<typeof backtestPoint>;

export const backtestPoint = (
  series: DailySeries,
  calendarAt: CalendarAt,
  origin: number,
  horizon: number,
) => {
  const past = before(series, origin);
  const calendar = calendarAt(past);
  const days = Array.from({ length: horizon }, (_, step) => origin + step);
  const open = days.map((day) => !calendar.isClosed(day));
  const actual = Float64Array.from(days, (day) => valueOn(series, day) ?? Number.NaN);
  const known = openDays(past, calendar);
  if (tradesMostDays(past, calendar, known))
    dropLostDays(actual, open, silentDaysBefore(known, origin, calendar));
  return { origin, past: known, actual, open };
};

/** This many open days in a row without a sale: lost files, or a closure that the past could not predict. */
const lostAfterDays = 14;

/**
 * Marks lost days as NaN, so that no forecast is scored on them: otherwise the bands would reach down to zero for a year.
 * Days beyond the window are unknown, so that the first days of a long silence at its end still count.
 */
const dropLostDays = (actual: Float64Array, open: readonly boolean[], silentBefore: number): void => {
  let [silent, run] = [silentBefore, [] as number[]];
  for (let step = 0; step <= actual.length; step++) {
    if (step < actual.length && !open[step]) continue;
    if (actual[step] === 0) run.push(step);
    else {
      if (silent + run.length >= lostAfterDays) for (const lost of run) actual[lost] = Number.NaN;
      [silent, run] = [0, []];
    }
  }
};

/** Open days without a sale just before `origin`. */
const silentDaysBefore = ({ days }: OpenDays, origin: number, calendar: Calendar): number => {
  let silent = 0;
  for (let day = (days.at(-1) ?? origin) + 1; day < origin; day++) silent += Number(!calendar.isClosed(day));
  return silent;
};

/** If sales are rare, weeks without one are normal. */
const tradesMostDays = (
  { firstDay, values }: DailySeries,
  calendar: Calendar,
  { days }: OpenDays,
): boolean => {
  const open = values.reduce((count, _, index) => count + Number(!calendar.isClosed(firstDay + index)), 0);
  return 2 * days.length >= open;
};

export const replay = (method: Method, { past, ...point }: BacktestPoint): Replay => ({
  ...point,
  forecast: dailyForecast(method, past, point),
});

/** One value per day of the horizon; 0 for closed days. */
const dailyForecast = (
  method: Method,
  past: OpenDays,
  { origin, open }: Pick<BacktestPoint, "origin" | "open">,
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

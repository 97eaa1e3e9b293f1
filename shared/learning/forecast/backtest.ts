import { sum } from "../numbers.ts";
import type { Calendar } from "./calendar.ts";
import type { Method } from "./forecaster.ts";
import { type OpenDays, openDays } from "./open-days.ts";
import { before, type DailySeries, valueOn } from "./series.ts";

/** What a method said at the start of one day about the days that follow, and what came. */
export interface Replay {
  readonly origin: number;
  readonly forecast: Float64Array;
  /** NaN for days that are not over yet, or of which nothing is known. */
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
  const open = days.map((day) => !calendar.isClosed(day));
  const actual = Float64Array.from(days, (day) => valueOn(series, day) ?? Number.NaN);
  const known = openDays(past, calendar);
  if (tradesMostDays(past, calendar, known)) forgetLost(actual, open, silentSince(known, origin, calendar));
  return { origin, past: known, actual, open };
};

/** So many open days in a row without a sale: their files are lost, or what closed the shop no past could have told. */
const lostFrom = 14;

/**
 * No forecast is held against days of which nothing is known: the bands would reach down to nothing for a year. What
 * comes after a window cannot be looked at from its end: some days before a long silence do count.
 */
const forgetLost = (actual: Float64Array, open: readonly boolean[], silentBefore: number): void => {
  let [silent, run] = [silentBefore, [] as number[]];
  for (let step = 0; step <= actual.length; step++) {
    if (step < actual.length && !open[step]) continue;
    if (actual[step] === 0) run.push(step);
    else {
      if (silent + run.length >= lostFrom) for (const lost of run) actual[lost] = Number.NaN;
      [silent, run] = [0, []];
    }
  }
};

/** Open days without a sale just before `origin`. */
const silentSince = ({ days }: OpenDays, origin: number, calendar: Calendar): number => {
  let silent = 0;
  for (let day = (days.at(-1) ?? origin) + 1; day < origin; day++) silent += Number(!calendar.isClosed(day));
  return silent;
};

/** Where a sale is rare, weeks without one are as usual. */
const tradesMostDays = (
  { firstDay, values }: DailySeries,
  calendar: Calendar,
  { days }: OpenDays,
): boolean => {
  const open = values.reduce((count, _, index) => count + Number(!calendar.isClosed(firstDay + index)), 0);
  return 2 * days.length >= open;
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

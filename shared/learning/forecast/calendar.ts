import { monthAndDay, weekdayOf } from "../../dates.ts";
import { type DailySeries, dayAfter, valueOn } from "./series.ts";

/** Which days are closed. A closed day is forecast as 0 and not used for fitting. */
export interface Calendar {
  isClosed(day: number): boolean;
}

const recentWeeks = 8;
const openShare = 0.1;
const longBreakDays = 3;

/**
 * A weekday is closed if it hardly had trade in the last weeks. A date is closed if it was closed in every earlier year,
 * at least twice or within a longer break, so that one lost file does not close a shop a year later.
 */
export const learnCalendar = (series: DailySeries): Calendar => {
  const closedWeekdays = weekdaysWithoutTrade(series);
  const byDate = closedDates(series, closedWeekdays);
  const rests = restsOnHolidays(series, closedWeekdays);
  return {
    isClosed: (day) =>
      closedWeekdays.has(weekdayOf(day)) ||
      byDate.has(monthAndDay(day)) ||
      (rests && (series.isHoliday?.(day) ?? false)),
  };
};

/** Of the past holidays, so many must be known, and this share of them closed. */
const fewestHolidays = 2;
const usuallyClosed = 0.75;

/**
 * Whether the company closes on public holidays, most of which move from year to year. Those around Christmas tell nothing:
 * shops that open on all others are closed then, too.
 */
const restsOnHolidays = (
  { firstDay, values, isHoliday }: DailySeries,
  closedWeekdays: ReadonlySet<number>,
): boolean => {
  if (!isHoliday) return false;
  const holidays = [...values.keys()].filter((place) => {
    const day = firstDay + place;
    return isHoliday(day) && !closedWeekdays.has(weekdayOf(day)) && !isAroundChristmas(day);
  });
  const closed = holidays.filter((place) => values[place] === 0).length;
  return holidays.length >= fewestHolidays && closed >= usuallyClosed * holidays.length;
};

const isAroundChristmas = (day: number): boolean => {
  const date = monthAndDay(day);
  return date >= "12-24" || date <= "01-03";
};

const weekdaysWithoutTrade = (series: DailySeries): ReadonlySet<number> => {
  const end = dayAfter(series);
  const closed = new Set<number>();
  for (let weekday = 0; weekday < 7; weekday++) {
    let seen = 0;
    let traded = 0;
    for (let day = end - 7 * recentWeeks; day < end; day++) {
      const value = valueOn(series, day);
      if (value === undefined || weekdayOf(day) !== weekday) continue;
      seen++;
      if (value !== 0) traded++;
    }
    if (seen > 0 && traded < openShare * seen) closed.add(weekday);
  }
  return closed;
};

const closedDates = (series: DailySeries, closedWeekdays: ReadonlySet<number>): ReadonlySet<string> => {
  const seen = new Map<string, { years: number; closed: number; inBreak: boolean }>();
  for (let index = 0; index < series.values.length; index++) {
    const day = series.firstDay + index;
    if (closedWeekdays.has(weekdayOf(day))) continue;
    const date = monthAndDay(day);
    const entry = seen.get(date) ?? { years: 0, closed: 0, inBreak: false };
    entry.years++;
    if (series.values[index] === 0) {
      entry.closed++;
      entry.inBreak ||= breakLength(series, index) >= longBreakDays;
    }
    seen.set(date, entry);
  }
  const closed = [...seen].filter(
    ([, { years, closed, inBreak }]) => closed === years && (years > 1 || inBreak),
  );
  return new Set(closed.map(([date]) => date));
};

const breakLength = ({ values }: DailySeries, index: number): number => {
  let first = index;
  let last = index;
  while (first > 0 && values[first - 1] === 0) first--;
  while (last < values.length - 1 && values[last + 1] === 0) last++;
  return last - first + 1;
};

import { weekdayOf } from "../../../dates.ts";
import { mean } from "../../numbers.ts";
import type { Method } from "../forecaster.ts";
import type { OpenDays } from "../open-days.ts";

// The baselines: rules without a fit.

export const lastValue: Method = {
  name: "last value",
  forecast: ({ sales }, future) => new Float64Array(future.length).fill(sales.at(-1) ?? Number.NaN),
};

/** The last value of the same weekday. */
export const seasonalNaive: Method = {
  name: "seasonal naive",
  forecast: (past, future) =>
    Float64Array.from(future, (day) => lastOfWeekday(past, day, 1)[0] ?? Number.NaN),
};

export const trailingMean: Method = {
  name: "28-day mean",
  forecast: ({ sales, perWeek }, future) =>
    new Float64Array(future.length).fill(mean(sales.subarray(-4 * perWeek))),
};

export const weekdayMean: Method = {
  name: "weekday mean",
  forecast: (past, future) => Float64Array.from(future, (day) => mean(lastOfWeekday(past, day, 8))),
};

/** For promotions and paydays of every other week. */
export const twoWeeks: Method = {
  name: "two weeks",
  specialist: true,
  forecast: ({ days, sales }, future) => {
    const byDay = new Map(Array.from(days, (day, index) => [day, sales[index] ?? 0]));
    return Float64Array.from(future, (day) => {
      const found: number[] = [];
      for (let ago = 14; ago <= 14 * 8 && found.length < 4; ago += 14) {
        const value = byDay.get(day - ago);
        if (value !== undefined) found.push(value);
      }
      return mean(found);
    });
  },
};

const lastOfWeekday = ({ days, sales }: OpenDays, day: number, count: number): number[] => {
  const found: number[] = [];
  for (let index = days.length - 1; index >= 0 && found.length < count; index--)
    if (weekdayOf(days[index] ?? 0) === weekdayOf(day)) found.push(sales[index] ?? 0);
  return found;
};

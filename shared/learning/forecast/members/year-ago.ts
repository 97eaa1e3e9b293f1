import { weekdayOf } from "../../../dates.ts";
import { mean, median } from "../../numbers.ts";
import type { Method } from "../forecaster.ts";
import type { OpenDays } from "../open-days.ts";

/** Whole weeks, so that weekdays meet. */
const yearDays = 364;
const mostYears = 3;
/** The level of a day a year ago is the mean of this many days on both sides: one day says little. */
const aroundDays = 3;
/** Growth is measured on this many days, and on at least so many of them with sales in both years. */
const growthDays = 42;
const fewestPairs = 20;

/** The same days of earlier years, raised by the growth since then. */
export const yearAgo: Method = {
  name: "year ago",
  specialist: true,
  forecast: (past, future) => {
    const years = Array.from({ length: mostYears }, (_, ago) => (ago + 1) * yearDays);
    const known = years.flatMap((shift) => earlierYear(past, shift));
    return Float64Array.from(future, (day) => {
      const levels = known.map((levelOn) => levelOn(day)).filter(Number.isFinite);
      return past.smear * Math.exp(mean(levels) + (past.weekday[weekdayOf(day)] ?? 0));
    });
  },
};

/** The level of a coming day according to the day so long before it; none if too little is known of that time. */
const earlierYear = ({ days, level }: OpenDays, shift: number): readonly ((day: number) => number)[] => {
  const byDay = new Map(Array.from(days, (day, index) => [day, level[index] ?? Number.NaN]));
  const around = (day: number): number => {
    const near = Array.from({ length: 2 * aroundDays + 1 }, (_, step) => byDay.get(day - aroundDays + step));
    return mean(near.filter((value) => value !== undefined));
  };
  const last = days.at(-1) ?? 0;
  const growth = Array.from({ length: growthDays }, (_, step) => last - step)
    .map((day) => (byDay.get(day) ?? Number.NaN) - around(day - shift))
    .filter(Number.isFinite);
  if (growth.length < fewestPairs) return [];
  const since = median(growth);
  return [(day) => around(day - shift) + since];
};

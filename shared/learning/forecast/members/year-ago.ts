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
    const levelOn = levelsByDay(past);
    const known = years.flatMap((shift) => earlierYear(levelOn, past.days.at(-1) ?? 0, shift));
    return Float64Array.from(future, (day) => {
      const levels = known.map((expectedOn) => expectedOn(day)).filter(Number.isFinite);
      return past.smear * Math.exp(mean(levels) + (past.weekday[weekdayOf(day)] ?? 0));
    });
  },
};

/** The level of a day, NaN where there is none. */
const levelsByDay = ({ days, level }: OpenDays): ((day: number) => number) => {
  const first = days[0] ?? 0;
  const levels = new Float64Array((days.at(-1) ?? 0) - first + 1).fill(Number.NaN);
  for (let index = 0; index < days.length; index++)
    levels[(days[index] ?? 0) - first] = level[index] ?? Number.NaN;
  return (day) => levels[day - first] ?? Number.NaN;
};

/** The level of a coming day according to the day so long before it; none if too little is known of that time. */
const earlierYear = (
  levelOn: (day: number) => number,
  last: number,
  shift: number,
): readonly ((day: number) => number)[] => {
  const around = (day: number): number => {
    const near = Array.from({ length: 2 * aroundDays + 1 }, (_, step) => levelOn(day - aroundDays + step));
    return mean(near.filter((value) => !Number.isNaN(value)));
  };
  const growth = Array.from({ length: growthDays }, (_, step) => last - step)
    .map((day) => levelOn(day) - around(day - shift))
    .filter(Number.isFinite);
  if (growth.length < fewestPairs) return [];
  const since = median(growth);
  return [(day) => around(day - shift) + since];
};

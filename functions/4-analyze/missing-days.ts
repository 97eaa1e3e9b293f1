import { isHoliday } from "../../shared/holidays/holidays.ts";
import { type Evidence, evidenceOf, type Series } from "./detect/evidence.ts";
import { lookbackDays, settingsFor } from "./detect/settings.ts";

const week = 7;
const weeksBefore = 8;
/** Of the same weekdays before, so many must be known, and this share of them with trade. */
const fewestKnown = 4;
const usuallyOpen = 0.75;

/**
 * Days without any sale on which the company usually trades and no holiday is: judged as a value of 0. They stay out of the
 * history, where their zeros would widen what is normal.
 */
export const missingDays = (series: Series, days: readonly number[], timeZone: string): Evidence[] => {
  const open = new Set(series.days);
  /** What is known before is the same for every run, however far back it read. */
  const firstKnown = (day: number) => series.days.find((each) => each >= day - lookbackDays("daily")) ?? day;
  return days
    .filter((day) => !isHoliday(day, timeZone) && usuallyTrades(day, open, firstKnown(day)))
    .flatMap((day) => evidenceOf(withNothingOn(day, series), settingsFor.daily, day));
};

const usuallyTrades = (day: number, open: ReadonlySet<number>, first: number): boolean => {
  const before = Array.from({ length: weeksBefore }, (_, weeks) => day - (weeks + 1) * week);
  const known = before.filter((each) => each >= first);
  const traded = known.filter((each) => open.has(each)).length;
  return known.length >= fewestKnown && traded >= usuallyOpen * known.length;
};

const withNothingOn = (day: number, { scale, days, values, volumes }: Series): Series => {
  const before = days.filter((each) => each < day).length;
  return {
    scale,
    days: Int32Array.of(...days.subarray(0, before), day),
    values: Float64Array.of(...values.subarray(0, before), 0),
    volumes: Float64Array.of(...volumes.subarray(0, before), 0),
  };
};

import { dayOf, isoDate, weekdayOf } from "../../dates.ts";

export interface TimeTick {
  readonly day: number;
  readonly by: "day" | "month" | "year";
  /** Narrow screens leave it out. */
  readonly isMinor: boolean;
}

const mostTicks = 9;

/** Mondays, months, quarters or years: what gives at most nine ticks. */
export const timeTicks = (first: number, last: number): readonly TimeTick[] => {
  const span = last - first + 1;
  const days = Array.from({ length: span }, (_, place) => first + place);
  for (const { by, everyDays, fits } of spacings) {
    // Years of days are not looked at for each spacing that is far too narrow.
    if (span > everyDays * (mostTicks + 1)) continue;
    const found = days.filter(fits);
    if (found.length > 0 && found.length <= mostTicks)
      return found.map((day, place) => ({
        day,
        by: by === "month" && isJanuary(day) ? "year" : by,
        isMinor: found.length > 5 && place % 2 === 1,
      }));
  }
  return [{ day: first, by: "day", isMinor: false }];
};

const monthOf = (day: number): number => Number(isoDate(day).slice(5, 7));
const isFirst = (day: number): boolean => isoDate(day).endsWith("-01");
const isJanuary = (day: number): boolean => monthOf(day) === 1;
const anchor = weekdayOf(dayOf("2024-01-01"));

const spacings: readonly {
  readonly by: "day" | "month" | "year";
  /** Two ticks are at most so far apart. */
  readonly everyDays: number;
  readonly fits: (day: number) => boolean;
}[] = [
  { by: "day", everyDays: 1, fits: () => true },
  { by: "day", everyDays: 7, fits: (day) => weekdayOf(day) === anchor },
  { by: "month", everyDays: 31, fits: isFirst },
  { by: "month", everyDays: 92, fits: (day) => isFirst(day) && monthOf(day) % 3 === 1 },
  { by: "year", everyDays: 366, fits: (day) => isFirst(day) && isJanuary(day) },
  {
    by: "year",
    everyDays: 1827,
    fits: (day) => isFirst(day) && isJanuary(day) && Number(isoDate(day).slice(0, 4)) % 5 === 0,
  },
];

import { isoDate } from "../../../shared/dates.ts";

/** Public holidays by time zone, which is what is known of the company's place. */
const byZone: ReadonlyMap<string, ReadonlySet<string>> = new Map();

export const isHoliday = (day: number, timeZone: string): boolean =>
  byZone.get(timeZone)?.has(isoDate(day)) ?? false;

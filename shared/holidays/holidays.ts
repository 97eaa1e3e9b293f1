import { isoDate } from "../dates.ts";
import table from "./public-holidays.json" with { type: "json" };

/**
 * Public holidays from 2009 to 2032 by time zone, which is what is known of the company's place. Elsewhere none are known, and a
 * closed holiday is reported as a missing day once.
 */
const byZone: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(table).map(([zone, days]) => [zone, new Set(days.split(" "))]),
);

export const holidaysIn = (timeZone: string): readonly string[] => [...(byZone.get(timeZone) ?? [])];

export const isHoliday = (day: number, timeZone: string): boolean =>
  byZone.get(timeZone)?.has(isoDate(day)) ?? false;

import { z } from "zod";
import { dayOf, isoDate, weekdayOf } from "../../../shared/dates.ts";
import type { Cadence } from "../../../shared/kpis/kpi.ts";
import type { Calendar } from "../../../shared/kpis/sources.ts";
import type { Params, Warehouse } from "../../../shared/ports.ts";
import { date, dates, sqlFile, text } from "../../../shared/sql.ts";

const sql = sqlFile(import.meta.url, "windows.sql");

export interface Period {
  /** Its first day, which names it. */
  readonly first: string;
  readonly last: string;
  readonly state: string;
}

/** The period and what it is compared with, newest first. */
export interface Comparison {
  readonly cadence: Cadence;
  readonly period: Period;
  readonly before: readonly Period[];
}

const mostWindows = 7;
/** So far back is looked for windows: a shop that is closed on some Mondays still has seven of them. */
export const reachDays: Readonly<Record<Cadence, number>> = {
  daily: 26 * 7,
  weekly: 26 * 7,
  monthly: 20 * 31,
};

const Row = z.object({ first_day: z.iso.date(), last_day: z.iso.date(), state: z.string() });

/**
 * A day is compared with the same weekday: a Monday is no Sunday. What has lasted since an earlier period is compared with
 * the windows before it. Undefined if the period is not known.
 */
export const findComparison = async (
  { query }: Pick<Warehouse, "query">,
  cadence: Cadence,
  period: string,
  since = period,
  calendar: Calendar = "sales",
): Promise<Comparison | undefined> => {
  const rows = await query(sql, {
    calendar: text(calendar),
    cadence: text(cadence),
    period: date(period),
    first_day: date(isoDate(dayOf(period) - reachDays[cadence])),
  });
  const [own, ...earlier] = z
    .array(Row)
    .parse(rows)
    .map((row): Period => ({ first: row.first_day, last: row.last_day, state: row.state }));
  if (own?.first !== period) return undefined;
  const comparable = earlier.filter(
    ({ first, state }) =>
      state === "complete" && first < since && (cadence !== "daily" || isSameWeekday(first, period)),
  );
  return { cadence, period: own, before: comparable.slice(0, mostWindows) };
};

const isSameWeekday = (left: string, right: string): boolean =>
  weekdayOf(dayOf(left)) === weekdayOf(dayOf(right));

/** The first day of the period that a day lies in. */
export const periodOf = (cadence: Cadence, day: string): string => {
  if (cadence === "monthly") return `${day.slice(0, 8)}01`;
  if (cadence === "daily") return day;
  return isoDate(dayOf(day) - ((weekdayOf(dayOf(day)) + 6) % 7));
};

export const daysOf = ({ first, last }: Pick<Period, "first" | "last">): readonly string[] =>
  Array.from({ length: dayOf(last) - dayOf(first) + 1 }, (_, index) => isoDate(dayOf(first) + index));

/** The days of some periods as parameters, with their bounds: BigQuery prunes partitions by these alone. */
export const daysIn = (periods: readonly Period[]): Params => {
  const days = periods.flatMap(daysOf).sort();
  const [first, last] = [days[0] ?? "9999-12-31", days.at(-1) ?? "0001-01-01"];
  return { days: dates(days), first_day: date(first), last_day: date(last) };
};

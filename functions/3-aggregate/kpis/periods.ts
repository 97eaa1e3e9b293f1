import { dayOf, isoDate, monthStart, weekdayOf } from "../../../shared/dates.ts";
import type { Cadence } from "../../../shared/kpis/kpi.ts";
import type { Row } from "../../../shared/ports.ts";
import { slicesOf } from "../../../shared/slices.ts";
import { union } from "../../../shared/work/manifest.ts";

/** The first days of some periods, by cadence. */
export type Periods = Readonly<Record<Cadence, readonly string[]>>;

/** The periods that contain these days. */
export const periodsOf = (days: readonly string[]): Periods => ({
  daily: union(days),
  weekly: union(days.map(weekStart)),
  monthly: union(days.map((day) => `${day.slice(0, 8)}01`)),
});

const weekStart = (date: string): string => {
  const day = dayOf(date);
  return isoDate(day - ((weekdayOf(day) + 6) % 7));
};

export const allPeriods = (...many: readonly Periods[]): Periods => ({
  daily: union(...many.map(({ daily }) => daily)),
  weekly: union(...many.map(({ weekly }) => weekly)),
  monthly: union(...many.map(({ monthly }) => monthly)),
});

/** The periods that are not among the others. */
export const otherPeriods = (periods: Periods, others: Periods): Periods => {
  const left = (cadence: Cadence) => periods[cadence].filter((start) => !others[cadence].includes(start));
  return { daily: left("daily"), weekly: left("weekly"), monthly: left("monthly") };
};

/** All days of these periods. */
export const daysIn = ({ daily, weekly, monthly }: Periods): readonly string[] =>
  union(
    daily,
    weekly.flatMap((start) => daysFrom(dayOf(start), 7)),
    monthly.flatMap((start) => daysFrom(dayOf(start), monthStart(dayOf(start) + 31) - dayOf(start))),
  );

const daysFrom = (first: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, place) => isoDate(first + place));

/** Rows with the columns of metrics.kpi_periods as periods. */
export const periodsIn = (rows: readonly Row[]): Periods => {
  const of = (cadence: Cadence) =>
    rows.filter((row) => row["cadence"] === cadence).map((row) => String(row["period"]));
  return { daily: of("daily"), weekly: of("weekly"), monthly: of("monthly") };
};

/** The periods that appear in one of two calendars only, or with another state. */
export const changedPeriods = (before: readonly Row[], now: readonly Row[]): Periods => {
  const columns = union(...[before, now].map(([row]) => Object.keys(row ?? {})));
  const texts = (rows: readonly Row[]) =>
    rows.map((row) => JSON.stringify(columns.map((column) => row[column] ?? null)));
  const [known, current] = [texts(before), texts(now)];
  const lacking = (rows: readonly Row[], own: readonly string[], others: readonly string[]) => {
    const there = new Set(others);
    return rows.filter((_, place) => !there.has(own[place] ?? ""));
  };
  return periodsIn([...lacking(before, known, current), ...lacking(now, current, known)]);
};

/** First days of periods that one job computes: each may be a partition that it changes. */
const mostPeriods = 1_000;

/** The same periods in parts that one job may compute each, the earliest first. */
export const inSlices = ({ daily, weekly, monthly }: Periods): readonly Periods[] => {
  const starts = union(daily, weekly, monthly);
  return slicesOf(starts, mostPeriods).map((own) => {
    const isOwn = (start: string) => start >= (own[0] ?? "") && start <= (own.at(-1) ?? "");
    return { daily: daily.filter(isOwn), weekly: weekly.filter(isOwn), monthly: monthly.filter(isOwn) };
  });
};

// A day is the number of days since 1970-01-01, so that differences of days are differences of integers.
const MS_PER_DAY = 86_400_000;

/** The first and last DATE of BigQuery. A range from `lastDate` to `firstDate` is empty. */
export const firstDate = "0001-01-01";
export const lastDate = "9999-12-31";

/** The limit of both caches. A company has a few thousand days, and each answer converts some of them. */
const maxCached = 10_000;
const days = new Map<string, number>();
const dates = new Map<number, string>();

export function dayOf(isoDate: string): number {
  return days.get(isoDate) ?? cache(days, isoDate, Date.parse(`${isoDate}T00:00:00Z`) / MS_PER_DAY);
}

export function isoDate(day: number): string {
  return dates.get(day) ?? cache(dates, day, new Date(day * MS_PER_DAY).toISOString().slice(0, 10));
}

function cache<Key, Value>(known: Map<Key, Value>, key: Key, value: Value): Value {
  if (known.size >= maxCached) known.clear();
  known.set(key, value);
  return value;
}

/** 0 is Sunday; 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Month and day as sortable text: "12-25". */
export function monthAndDay(day: number): string {
  return isoDate(day).slice(5);
}

export function monthStart(day: number): number {
  return dayOf(`${isoDate(day).slice(0, 8)}01`);
}

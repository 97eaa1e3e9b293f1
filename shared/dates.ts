/** Days are counted from 1970-01-01, so that arithmetic on them is arithmetic on whole numbers. */
const MS_PER_DAY = 86_400_000;

/** No date that a warehouse knows lies before the one or after the other: a span from the last to the first holds none. */
export const firstDate = "0001-01-01";
export const lastDate = "9999-12-31";

/** A company's days are a few thousand, and each answer asks for some of them by name and by number. */
const mostKept = 10_000;
const numbers = new Map<string, number>();
const names = new Map<number, string>();

export function dayOf(isoDate: string): number {
  return numbers.get(isoDate) ?? kept(numbers, isoDate, Date.parse(`${isoDate}T00:00:00Z`) / MS_PER_DAY);
}

export function isoDate(day: number): string {
  return names.get(day) ?? kept(names, day, new Date(day * MS_PER_DAY).toISOString().slice(0, 10));
}

function kept<Key, Value>(known: Map<Key, Value>, key: Key, value: Value): Value {
  if (known.size >= mostKept) known.clear();
  known.set(key, value);
  return value;
}

/** 0 is Sunday; 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Month and day of the month as text that compares in the order of the year: "12-25". */
export function monthAndDay(day: number): string {
  return isoDate(day).slice(5);
}

export function monthStart(day: number): number {
  return dayOf(`${isoDate(day).slice(0, 8)}01`);
}

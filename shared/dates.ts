/** Days are counted from 1970-01-01, so that arithmetic on them is arithmetic on whole numbers. */
const MS_PER_DAY = 86_400_000;

export function dayOf(isoDate: string): number {
  return Date.parse(`${isoDate}T00:00:00Z`) / MS_PER_DAY;
}

export function isoDate(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
export function weekday(day: number): number {
  return new Date(day * MS_PER_DAY).getUTCDay();
}

/** Month and day of the month as text that compares in the order of the year: "12-25". */
export function monthAndDay(day: number): string {
  return isoDate(day).slice(5);
}

export function monthStart(day: number): number {
  return dayOf(`${isoDate(day).slice(0, 8)}01`);
}

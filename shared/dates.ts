/** Days are counted from 1970-01-01, so that arithmetic on them is arithmetic on whole numbers. */
const MS_PER_DAY = 86_400_000;

export function dayOf(isoDate: string): number {
  return plainDay(isoDate) ?? Date.parse(`${isoDate}T00:00:00Z`) / MS_PER_DAY;
}

/** Most dates need no parser, and an answer asks for hundreds. Undefined for the last days of months, and for what is no date. */
function plainDay(isoDate: string): number | undefined {
  if (isoDate.length !== 10 || isoDate[4] !== "-" || isoDate[7] !== "-") return undefined;
  const year = numberAt(isoDate, 0, 4);
  const month = numberAt(isoDate, 5, 7);
  const day = numberAt(isoDate, 8, 10);
  // Also false for NaN. Years before 100 are others to Date.UTC.
  const isPlain = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  return isPlain ? Date.UTC(year, month - 1, day) / MS_PER_DAY : undefined;
}

function numberAt(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    number = digit >= 0 && digit <= 9 ? 10 * number + digit : Number.NaN;
  }
  return number;
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

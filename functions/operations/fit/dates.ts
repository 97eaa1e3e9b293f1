import { type Column, type ReadCell, readAll } from "./cells.ts";

const msPerDay = 86_400_000;

/** Days since 1970; NaN if the calendar has no such day. */
const dayIn = (year: number, month: number, date: number): number => {
  const time = new Date(Date.UTC(year, month - 1, date));
  return time.getUTCMonth() === month - 1 && time.getUTCDate() === date
    ? time.getTime() / msPerDay
    : Number.NaN;
};

const fullYear = (text: string): number => {
  const year = Number(text);
  return text.length > 2 ? year : year + (year < 69 ? 2000 : 1900);
};

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthNumber = (name: string): number =>
  months.indexOf(name.slice(0, 3).toLowerCase()) + 1 || Number.NaN;

const time = "(?:[T ,].*)?";
const notation = (pattern: string, day: (...parts: string[]) => number): ReadCell => {
  const shape = new RegExp(`^${pattern}$`, "i");
  return (cell) => {
    const [, ...parts] = shape.exec(cell.trim()) ?? [];
    return parts.length > 0 ? day(...parts) : Number.NaN;
  };
};

const dayFirst = notation(
  `(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${time}`,
  (day, _, month, year = "") => dayIn(fullYear(year), Number(month), Number(day)),
);
const monthFirst = notation(
  `(\\d{1,2})([-/])(\\d{1,2})\\2(\\d{4}|\\d{2})${time}`,
  (month, _, day, year = "") => dayIn(fullYear(year), Number(month), Number(day)),
);

/** Notations in which day and month cannot be confused. */
const plainNotations: readonly ReadCell[] = [
  notation(`(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${time}`, (year, month, day) =>
    dayIn(Number(year), Number(month), Number(day)),
  ),
  notation("(\\d{4})[-/](\\d{1,2})", (year, month) => dayIn(Number(year), Number(month), 1)),
  notation("((?:19|20)\\d\\d)(\\d\\d)(\\d\\d)", (year, month, day) =>
    dayIn(Number(year), Number(month), Number(day)),
  ),
  notation(`(\\d{1,2})[- ]([a-z]{3,9})\\.?[- ,]+(\\d{4}|\\d{2})${time}`, (day, month = "", year = "") =>
    dayIn(fullYear(year), monthNumber(month), Number(day)),
  ),
  notation(`([a-z]{3,9})\\.? (\\d{1,2}),? (\\d{4})${time}`, (month = "", day, year) =>
    dayIn(Number(year), monthNumber(month), Number(day)),
  ),
  notation("([a-z]{3,9})[- ](\\d{4})", (month = "", year) => dayIn(Number(year), monthNumber(month), 1)),
];

export const dateNotations: readonly ReadCell[] = [...plainNotations, dayFirst, monthFirst];

/** The days of a column whose known cells are all dates in one notation; undefined for any other column. */
export const daysIn = (column: Column): Float64Array | "either order" | undefined => {
  if ("numbers" in column) return undefined;
  const { cells } = column;
  for (const read of plainNotations) {
    const days = readAll(cells, read);
    if (days) return days.some(Number.isFinite) ? days : undefined;
  }
  const [one, other] = [readAll(cells, dayFirst), readAll(cells, monthFirst)];
  if (!one || !other || one.every((day, row) => Object.is(day, other[row]))) return one ?? other;
  if (isAscending(one) === isAscending(other)) return "either order";
  return isAscending(one) ? one : other;
};

/** Rows are usually in the order of time: if only one of two readings is, it is the right one. */
const isAscending = (days: Float64Array): boolean =>
  days.every((day, row) => row === 0 || !(day < (days[row - 1] ?? day)));

/** The place among `dateNotations` of the one in which the cells are these days. */
export const notationOf = (cells: readonly string[], days: Float64Array): number =>
  dateNotations.findIndex((read) => {
    const found = readAll(cells, read);
    return found?.every((day, row) => Object.is(day, days[row])) ?? false;
  });

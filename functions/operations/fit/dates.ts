import { type ReadCell, readAll, type TextColumn } from "./cells.ts";

const msPerDay = 86_400_000;

/** Days since 1970, NaN where the calendar has no such day. */
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
const monthOf = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1 || Number.NaN;

const time = "(?:[T ,].*)?";
const way = (pattern: string, day: (...parts: string[]) => number): ReadCell => {
  const shape = new RegExp(`^${pattern}$`, "i");
  return (cell) => {
    const [, ...parts] = shape.exec(cell.trim()) ?? [];
    return parts.length > 0 ? day(...parts) : Number.NaN;
  };
};

const dayFirst = way(`(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${time}`, (day, _, month, year = "") =>
  dayIn(fullYear(year), Number(month), Number(day)),
);
const monthFirst = way(`(\\d{1,2})([-/])(\\d{1,2})\\2(\\d{4}|\\d{2})${time}`, (month, _, day, year = "") =>
  dayIn(fullYear(year), Number(month), Number(day)),
);

/** All that leave no doubt about what is the day and what the month. */
const plainWays: readonly ReadCell[] = [
  way(`(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${time}`, (year, month, day) =>
    dayIn(Number(year), Number(month), Number(day)),
  ),
  way("(\\d{4})[-/](\\d{1,2})", (year, month) => dayIn(Number(year), Number(month), 1)),
  way("((?:19|20)\\d\\d)(\\d\\d)(\\d\\d)", (year, month, day) =>
    dayIn(Number(year), Number(month), Number(day)),
  ),
  way(`(\\d{1,2})[- ]([a-z]{3,9})\\.?[- ,]+(\\d{4}|\\d{2})${time}`, (day, month = "", year = "") =>
    dayIn(fullYear(year), monthOf(month), Number(day)),
  ),
  way(`([a-z]{3,9})\\.? (\\d{1,2}),? (\\d{4})${time}`, (month = "", day, year) =>
    dayIn(Number(year), monthOf(month), Number(day)),
  ),
  way("([a-z]{3,9})[- ](\\d{4})", (month = "", year) => dayIn(Number(year), monthOf(month), 1)),
];

export const dateWays: readonly ReadCell[] = [...plainWays, dayFirst, monthFirst];

/** Days, where every cell that is not empty is a date, all written in one way; undefined otherwise. */
export const daysIn = ({ cells }: TextColumn): Float64Array | "either order" | undefined => {
  for (const read of plainWays) {
    const days = readAll(cells, read);
    if (days) return days.some(Number.isFinite) ? days : undefined;
  }
  const [one, other] = [readAll(cells, dayFirst), readAll(cells, monthFirst)];
  if (!one || !other || one.every((day, row) => Object.is(day, other[row]))) return one ?? other;
  if (isAscending(one) === isAscending(other)) return "either order";
  return isAscending(one) ? one : other;
};

/** Rows mostly stand in the order of time: where one reading alone says so, it is the right one. */
const isAscending = (days: Float64Array): boolean =>
  days.every((day, row) => row === 0 || !(day < (days[row - 1] ?? day)));

import { headerKey } from "../../../shared/contracts/header-key.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import { type Column, cellAt, firstOdd, isUnknown, textsIn } from "./cells.ts";
import { dateNotations, daysIn } from "./dates.ts";

/** The first line of a file is its header. */
export const lineNumber = (row: number): number => row + 2;

const mostNamed = 20;

export const columnNamed = (columns: readonly Column[], option: string, name: string): Column => {
  if (columns.some(({ copyOf }) => copyOf === name))
    throw new RejectedInput(`${option} ${name}: several columns are called ${name}; rename all but one`);
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  const names = columns.map((column) => column.name);
  const meant =
    names.find((each) => headerKey(each) === headerKey(name)) ?? names.find((each) => isNear(each, name));
  const listed = names.slice(0, mostNamed).join(", ");
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
  throw new RejectedInput(
    `${option} ${name}: there is no such column${meant === undefined ? "" : `; did you mean ${meant}?`}; there are ${listed}${more}`,
  );
};

/** One letter is missing, added or replaced. */
const isNear = (one: string, other: string): boolean => {
  const [left, right] = [headerKey(one), headerKey(other)];
  let same = 0;
  while (same < left.length && left[same] === right[same]) same++;
  const [a, b] = [left.slice(same), right.slice(same)];
  return left.length > 2 && (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1));
};

const furthestStep = 1_000_000;
/** Seconds and milliseconds from 1973 to 2103. */
const epochs = [
  { from: 1e8, to: 4.2e9, perDay: 86_400 },
  { from: 1e11, to: 4.2e12, perDay: 86_400_000 },
] as const;

/** The day of each row: from dates, from seconds since 1970, or from whole numbers of steps, which count as days. */
export const timesIn = (column: Column, steps: Float64Array | undefined): Float64Array => {
  const { name } = column;
  const dates = daysIn(column);
  if (dates === "either order")
    throw new RejectedInput(
      `--time ${name}: "${cellAt(column, 0)}" may begin with the day or with the month, and no line decides which; write dates as 2024-10-06`,
    );
  const perDay =
    epochs.find(({ from, to }) => steps?.every((step) => step >= from && step < to))?.perDay ?? 1;
  const isTime = (step: number) => perDay > 1 || Math.abs(step) <= furthestStep;
  const found = dates ?? steps?.map((step) => (isTime(step) ? Math.floor(step / perDay) : Number.NaN));
  const bad = found ? found.findIndex(Number.isNaN) : oddTime(column);
  if (!found || bad >= 0)
    throw new RejectedInput(
      `--time ${name}: line ${lineNumber(bad)} holds "${cellAt(column, bad)}"; every row needs a date such as 2024-10-06 or 06/10/2024, all written alike, a time that begins with one, seconds since 1970, or a whole number of steps`,
    );
  return found;
};

const oddTime = (column: Column): number => {
  const cells = textsIn(column);
  const empty = cells.findIndex(isUnknown);
  return empty >= 0 ? empty : Math.max(0, firstOdd(cells, dateNotations));
};

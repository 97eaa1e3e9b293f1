import { headerKey } from "../../../shared/contracts/header-key.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import { firstOdd, isUnknown, type TextColumn } from "./cells.ts";
import { dateNotations, daysIn } from "./dates.ts";
import { firstNonNumber } from "./numbers.ts";

/** The first line of a file is its header. */
export const lineNumber = (row: number): number => row + 2;

const mostNamed = 20;

export const columnNamed = (columns: readonly TextColumn[], option: string, name: string): TextColumn => {
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
export const timesIn = (column: TextColumn, steps: Float64Array | undefined): Float64Array => {
  const { name, cells } = column;
  const dates = daysIn(column);
  if (dates === "either order")
    throw new RejectedInput(
      `--time ${name}: "${cells[0]}" may begin with the day or with the month, and no line decides which; write dates as 2024-10-06`,
    );
  const perDay =
    epochs.find(({ from, to }) => steps?.every((step) => step >= from && step < to))?.perDay ?? 1;
  const isTime = (step: number) => perDay > 1 || Math.abs(step) <= furthestStep;
  const found = dates ?? steps?.map((step) => (isTime(step) ? Math.floor(step / perDay) : Number.NaN));
  const bad = found ? found.findIndex(Number.isNaN) : oddTime(column);
  if (!found || bad >= 0)
    throw new RejectedInput(
      `--time ${name}: line ${lineNumber(bad)} holds "${cells[bad]}"; every row needs a date such as 2024-10-06 or 06/10/2024, all written alike, a time that begins with one, seconds since 1970, or a whole number of steps`,
    );
  return found;
};

const oddTime = ({ cells }: TextColumn): number => {
  const empty = cells.findIndex(isUnknown);
  return empty >= 0 ? empty : Math.max(0, firstOdd(cells, dateNotations));
};

/** The target as numbers. */
export const numbersIn = (column: TextColumn, values: Float64Array | undefined): Float64Array => {
  if (values) return varied(column, values);
  const bad = Math.max(0, firstNonNumber(column));
  throw new RejectedInput(
    `--target ${column.name}: line ${lineNumber(bad)} holds "${column.cells[bad]}", which is not a number, or not written as the others are; for a target of two classes add --classify`,
  );
};

/** The target as counts or amounts. */
export const amountsIn = (column: TextColumn, values: Float64Array | undefined): Float64Array => {
  const amounts = numbersIn(column, values);
  const below = amounts.findIndex((amount) => amount < 0);
  if (below < 0) return amounts;
  throw new RejectedInput(
    `--target ${column.name}: line ${lineNumber(below)} holds ${column.cells[below]}; with --amount no value may be below zero`,
  );
};

const isYes = (text: string): boolean => Number(text) === 1 || /^(yes|true|y|t)$/i.test(text);

/** The target as two classes: 1 for yes. If neither word means yes, 1 is the rarer one. */
export const classesIn = (column: TextColumn) => {
  const texts = column.cells.map((cell) => (isUnknown(cell) ? "" : cell.trim()));
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
  if (counts.size > 2)
    throw new RejectedInput(
      `--target ${column.name}: --classify needs two classes, and there are ${counts.size}: ${[...counts.keys()].slice(0, 5).join(", ")}${counts.size > 5 ? ", …" : ""}`,
    );
  if (counts.size === 1) throw constant(column, [...counts.keys()].join());
  const rarer = [...counts].sort(([, one], [, other]) => one - other)[0]?.[0] ?? "";
  const predicted = [...counts.keys()].find(isYes) ?? rarer;
  const values = Float64Array.from(texts, (text) => (text === "" ? Number.NaN : Number(text === predicted)));
  return { values: varied(column, values), predicted };
};

const varied = (column: TextColumn, values: Float64Array): Float64Array => {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) throw new RejectedInput(`--target ${column.name}: every cell is empty`);
  if (known.every((value) => value === known[0])) throw constant(column, String(known[0]));
  return values;
};

const constant = ({ name }: TextColumn, value: string): RejectedInput =>
  new RejectedInput(`--target ${name}: it is ${value} in every row: there is nothing to predict`);

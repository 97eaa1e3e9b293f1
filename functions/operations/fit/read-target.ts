import { RejectedInput } from "../../../shared/errors.ts";
import { type Column, cellAt, isUnknown, rowsIn, textsIn } from "./cells.ts";
import { lineNumber } from "./columns.ts";
import { firstNonNumber, type NumberReading } from "./numbers.ts";

/** The target of each row, NaN where it is not known. */
export interface Target {
  readonly values: Float64Array;
  /** The class whose chance is predicted; null if the target is a number. */
  readonly predicted: string | null;
  readonly warnings: readonly string[];
}

const rejected = ({ name }: Column, why: string): RejectedInput =>
  new RejectedInput(`--target ${name}: ${why}`);

/** The target as numbers. */
export const numbersIn = (column: Column, reading: NumberReading | undefined): Float64Array => {
  if (reading?.missing.length === 0) return sized(column, varied(column, reading.values));
  const classes = countClasses(column);
  const few = [...classes.keys()];
  if (!few.some((word) => /\d/.test(word)) && few.length < 100)
    throw rejected(
      column,
      `it holds words (${listed(few)}), not numbers; ${few.length > 2 ? "to ask for one of them, make a column that is 1 for it and 0 for all others, and add --classify" : "for a target of two classes add --classify"}`,
    );
  const bad = Math.max(0, firstNonNumber(column));
  throw rejected(
    column,
    `line ${lineNumber(bad)} holds "${cellAt(column, bad)}", which is not a number, or not written as the others are; correct it, or leave the cell empty; for a target of two classes add --classify`,
  );
};

/** The target as counts or amounts. */
export const amountsIn = (column: Column, reading: NumberReading | undefined): Float64Array => {
  const amounts = numbersIn(column, reading);
  const below = amounts.findIndex((amount) => amount < 0);
  if (below < 0) return amounts;
  throw rejected(
    column,
    `line ${lineNumber(below)} holds ${cellAt(column, below)}; with --amount no value may be below zero`,
  );
};

const isYes = (text: string): boolean => Number(text) === 1 || /^(yes|true|y|t)$/i.test(text);

/** The rows of each class. "Yes" and "yes " are one class, called as it is written first. */
const countClasses = (column: Column): ReadonlyMap<string, number> => {
  const [counts, names] = [new Map<string, number>(), new Map<string, string>()];
  for (const cell of textsIn(column)) {
    if (isUnknown(cell)) continue;
    const name = names.get(classKey(cell)) ?? cell.trim();
    names.set(classKey(cell), name);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
};

const classKey = (cell: string): string => cell.trim().toLowerCase();

const listed = (words: readonly string[]): string =>
  `${words.slice(0, 5).join(", ")}${words.length > 5 ? ", …" : ""}`;

/** So few rows of a class teach little, and a test with one or two of them proves nothing. */
const fewOfAClass = 20;

/** The target as two classes: 1 for yes. If neither word means yes, 1 is the rarer one. */
export const classesIn = (column: Column): Target => {
  const counts = countClasses(column);
  if (counts.size > 2)
    throw rejected(
      column,
      `--classify needs two classes, and there are ${counts.size}: ${listed([...counts.keys()])}; make a column that is 1 for the class that you ask for and 0 for all others`,
    );
  if (counts.size === 1) throw constant(column, [...counts.keys()].join());
  const [rarer = "", rows = 0] = [...counts].sort(([, one], [, other]) => one - other)[0] ?? [];
  const predicted = [...counts.keys()].find(isYes) ?? rarer;
  const values = Float64Array.from(textsIn(column), (cell) =>
    isUnknown(cell) ? Number.NaN : Number(classKey(cell) === classKey(predicted)),
  );
  const warnings =
    rows < fewOfAClass ? [`only ${rows} of ${rowsIn(column)} rows are ${rarer}: scores are uncertain`] : [];
  return { values: varied(column, values), predicted, warnings };
};

const varied = (column: Column, values: Float64Array): Float64Array => {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) throw rejected(column, "every cell is empty");
  if (known.every((value) => value === known[0])) throw constant(column, String(known[0]));
  return values;
};

const constant = (column: Column, value: string): RejectedInput =>
  rejected(column, `it is ${value} in every row: there is nothing to predict`);

const [smallest, largest] = [1e-100, 1e100];

/** The square of a number beyond these overflows, or is zero. */
const sized = (column: Column, values: Float64Array): Float64Array => {
  const row = values.findIndex((value) => Math.abs(value) > largest);
  if (row >= 0)
    throw rejected(
      column,
      `line ${lineNumber(row)} holds ${cellAt(column, row)}, which is too large; use another unit`,
    );
  if (values.every((value) => Number.isNaN(value) || Math.abs(value) < smallest))
    throw rejected(column, `all values are smaller than ${smallest}; use another unit`);
  return values;
};

import { z } from "zod";
import { currencies } from "../../../shared/contracts/currencies.ts";
import { type Column, firstOdd, isUnknown, type ReadCell, readAll } from "./cells.ts";

const words: ReadonlyMap<string, number> = new Map([
  ["true", 1],
  ["false", 0],
  ["yes", 1],
  ["no", 0],
]);

/** 1,234.50 or 1 234.50 */
const withPoint = /^[-+]?(\d+|[1-9]\d{0,2}([,' ]\d{3})+)?(\.\d*)?(e[-+]?\d+)?$/i;
/** 1.234,50 or 1 234,50 */
const withComma = /^[-+]?(\d+|[1-9]\d{0,2}([.' ]\d{3})+)?(,\d*)?(e[-+]?\d+)?$/i;
const grouping = { point: /[,' ]/g, comma: /[.' ]/g } as const;

export const Decimals = z.enum(["point", "comma"]);
export type Decimals = z.infer<typeof Decimals>;

const readPlain = (text: string, decimals: Decimals): number => {
  if (!/^\D{0,2}\d/.test(text) || !(decimals === "point" ? withPoint : withComma).test(text))
    return words.get(text.toLowerCase()) ?? Number.NaN;
  return Number(text.replaceAll(grouping[decimals], "").replace(",", "."));
};

/** A currency sign or code before or after the number, or a percent sign after it. */
const marks = /^([-+]?)\s*(\p{Sc}|[A-Z]{3})?\s*([^\p{Sc}%]*?)\s*(\p{Sc}|[A-Z]{3}|%)?$/u;

const withoutUnit = (text: string): { readonly digits: string; readonly unit: string } => {
  const [, sign = "", before, digits = "", after] = marks.exec(text) ?? [];
  const unit = before ?? after ?? "";
  const isUnit = (before === undefined || after === undefined) && (unit.length < 3 || currencies.has(unit));
  return { digits: isUnit && digits !== "" ? sign + digits : "?", unit };
};

/** For one column: 5 € and 5 $ cannot be compared. */
export const numberReader = (decimals: Decimals): ReadCell => {
  let theirs = "";
  return (cell) => {
    const text = cell
      .replaceAll(/[\u00a0\u202f\u2009]/g, " ")
      .replaceAll("−", "-")
      .trim();
    const plain = readPlain(text, decimals);
    if (!Number.isNaN(plain)) return plain;
    const inBrackets = /^\((.*)\)$/.exec(text)?.[1];
    const { digits, unit } = withoutUnit(inBrackets ?? text);
    if (theirs !== "" && unit !== "" && unit !== theirs) return Number.NaN;
    theirs ||= unit;
    return readPlain(digits, decimals) * (inBrackets === undefined ? 1 : -1);
  };
};

/** A column read as numbers. `missing` are words among them that stand for no value, such as "unknown". */
export interface NumberReading {
  readonly decimals: Decimals;
  readonly values: Float64Array;
  readonly missing: readonly string[];
}

/**
 * The columns of numbers. A column such as "1.234" can be read with a decimal point or a decimal comma: columns that can be
 * read in only one way decide for all.
 */
export const readNumbers = (columns: readonly Column[]): ReadonlyMap<Column, NumberReading> => {
  const readings = columns.map((column) => ({ column, ...readingsOf(column) }));
  const onlyPoint = readings.some(({ point, comma }) => point && !comma);
  const onlyComma = readings.some(({ point, comma }) => comma && !point);
  return new Map(
    readings.flatMap(({ column, point, comma, missing }) => {
      const decimals: Decimals = comma && (!point || (onlyComma && !onlyPoint)) ? "comma" : "point";
      const values = decimals === "comma" ? comma : point;
      return values ? [[column, { decimals, values: upTo(Number.MAX_VALUE, values), missing }] as const] : [];
    }),
  );
};

const readingsOf = (column: Column) => {
  if ("numbers" in column) {
    const { numbers } = column;
    const isWhole = numbers.every((value) => Number.isNaN(value) || Number.isInteger(value));
    return { point: numbers, comma: isWhole ? numbers : undefined, missing: [] };
  }
  const { cells } = column;
  const missing = wordsForNothing(cells);
  const isMissing = (cell: string) => isUnknown(cell) || missing.includes(cell.trim());
  return {
    point: readAll(cells, numberReader("point"), isMissing),
    comma: readAll(cells, numberReader("comma"), isMissing),
    missing,
  };
};

const mostWords = 2;
const fewestNumbers = 20;

/** One or two words among many different numbers, such as "unknown" and "none", are no category: they stand for no value. */
const wordsForNothing = (cells: readonly string[]): readonly string[] => {
  const [words, numbers] = [new Set<string>(), new Set<string>()];
  let inWords = 0;
  for (const cell of cells) {
    if (isUnknown(cell)) continue;
    const text = cell.trim();
    if (/\d/.test(text)) numbers.add(text);
    else {
      words.add(text);
      inWords++;
    }
    if (words.size > mostWords) return [];
  }
  return numbers.size >= fewestNumbers && inWords <= cells.length / 2 ? [...words] : [];
};

/** 1e999 overflows: it is no value. */
const upTo = (largest: number, values: Float64Array): Float64Array =>
  values.every((value) => !(Math.abs(value) > largest))
    ? values
    : values.map((value) => (Math.abs(value) > largest ? Number.NaN : value));

/** Features, of which trees keep their cuts in single precision. */
export const inSinglePrecision = (values: Float64Array): Float64Array => upTo(3.4e38, values);

/** The first row that is not a number like most others. */
export const firstNonNumber = (column: Column): number =>
  "numbers" in column ? -1 : firstOdd(column.cells, [numberReader("point"), numberReader("comma")]);

import { z } from "zod";
import { currencies } from "../../../shared/contracts/currencies.ts";
import { firstOdd, type ReadCell, readAll, type TextColumn } from "./cells.ts";

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

interface NumberColumn {
  readonly decimals: Decimals;
  readonly values: Float64Array;
}

/**
 * The columns of numbers. A column such as "1.234" can be read with a decimal point or a decimal comma: columns that can be
 * read in only one way decide for all.
 */
export const readNumbers = (columns: readonly TextColumn[]): ReadonlyMap<TextColumn, NumberColumn> => {
  const readings = columns.map((column) => ({
    column,
    point: readAll(column.cells, numberReader("point")),
    comma: readAll(column.cells, numberReader("comma")),
  }));
  const onlyPoint = readings.some(({ point, comma }) => point && !comma);
  const onlyComma = readings.some(({ point, comma }) => comma && !point);
  return new Map(
    readings.flatMap(({ column, point, comma }) => {
      const decimals: Decimals = comma && (!point || (onlyComma && !onlyPoint)) ? "comma" : "point";
      const values = decimals === "comma" ? comma : point;
      return values ? [[column, { decimals, values: values.map(finite) }] as const] : [];
    }),
  );
};

/** 1e999 overflows. */
const finite = (value: number): number => (Number.isFinite(value) ? value : Number.NaN);

/** The first row that is not a number like most others. */
export const firstNonNumber = ({ cells }: TextColumn): number =>
  firstOdd(cells, [numberReader("point"), numberReader("comma")]);

import { currencySigns } from "../../shared/contracts/currency-signs.ts";
import type { Column } from "../../shared/contracts/feed.ts";
import { monthWords } from "../../shared/contracts/month-names.ts";
import {
  currencyMark,
  minusSigns,
  type NumberFormat,
  numberPattern,
  spaces,
} from "../../shared/contracts/number-format.ts";
import { DECIMAL, literal } from "../duckdb-sql.ts";
import { dateSql, instantSql, wallClockSql } from "./time-sql.ts";

// Only literals from the contract reach the SQL, escaped. The text of a file is never part of a statement.

/** Where a column's text stands: in a cell, with month, day or time of day in cells of their own, or in the file's name. */
interface TextCells {
  readonly cell: number | undefined;
  readonly timeCell: number | undefined;
  readonly dayCells: readonly number[];
  readonly signsCell: number | undefined;
  readonly fileDate: string;
}

/** The cell's text, with every spelling of a missing value turned into null. */
export const textSql = (
  column: Column,
  { cell, timeCell, dayCells, signsCell, fileDate }: TextCells,
): string => {
  const fallback = fallbackSql(column, signsCell);
  const day = cell === undefined && column.fileDate ? literal(fileDate) : dayText([cell, ...dayCells]);
  if (cell === undefined && !column.fileDate) return fallback;
  const given = timeCell === undefined ? day : `trim(${day} || ' ' || ${clockText(column, timeCell)})`;
  // Single comparisons: DuckDB turns an IN list of this size into a hash join, which costs more.
  const isNothing = [...new Set(column.nullSpellings)]
    .map((spelling) => `${given} = ${literal(spelling)}`)
    .join(" or ");
  const known = isNothing === "" ? given : `case when ${isNothing} then null else ${given} end`;
  const named = fallback === noText ? known : `coalesce(${known}, ${fallback})`;
  const cased = column.upperCase ? `upper(${named})` : named;
  return column.wholeNumberText
    ? `case when suffix(${cased}, '.0') then left(${cased}, -2) else ${cased} end`
    : cased;
};

/** A spreadsheet takes 091244 for a number and writes 91244. */
const clockText = ({ formats }: Column, cell: number): string =>
  formats.some((format) => format.endsWith("%H%M%S") || format.endsWith("%H%M"))
    ? `if(length(c${cell}) in (3, 5), '0', '') || c${cell}`
    : `c${cell}`;

/** Where the year, month and day of a row are all missing, so is its date. */
const dayText = ([first, ...more]: readonly (number | undefined)[]): string =>
  more.length === 0
    ? `c${first}`
    : `ltrim(${[first, ...more].map((cell) => `c${cell}`).join(" || '-' || ")}, '-')`;

const noText = "NULL::VARCHAR";

/** What stands for a missing value: the currency whose sign stands beside an amount, or what the contract names. */
const fallbackSql = (column: Column, signsCell: number | undefined): string => {
  const fallback = column.default === undefined ? noText : literal(column.default);
  if (signsCell === undefined) return fallback;
  const code = `regexp_extract(c${signsCell}, '(?:^|[^A-Za-z])([A-Z]{3})(?:[^A-Za-z]|$)', 1)`;
  const signs = Object.entries(currencySigns).map(
    ([sign, currency]) => `when contains(c${signsCell}, ${literal(sign)}) then ${literal(currency)}`,
  );
  return `case when ${code} <> '' then ${code} ${signs.join(" ")} else ${fallback} end`;
};

/** The typed value of a text expression, or null if the text is no such value. */
export const valueSql = (column: Column, text: string, timeZone: string): string => {
  const zone = literal(timeZone);
  switch (column.type) {
    case "STRING":
      return column.isPosition ? inNaturalOrder(text) : text;
    case "INT64":
      return wholeNumber(text);
    case "NUMERIC":
      return wholeOf(column, decimal(plainNumber(column, text)));
    case "FLOAT64":
      return `case when isfinite(try_cast(${text} as double)) and regexp_full_match(${text}, '[-+]?[0-9.]+([eE][-+]?[0-9]{1,3})?') then try_cast(${text} as double) end`;
    case "BOOL":
      return `case when lower(${text}) in ('true', 't', 'yes', 'y', '1') then true when lower(${text}) in ('false', 'f', 'no', 'n', '0') then false end`;
    case "DATE":
      return dateSql(dateText(column, text), column.formats, zone);
    case "DATETIME":
      return wallClockSql(dateText(column, text), column.formats, zone);
    case "TIMESTAMP":
      return instantSql(dateText(column, text), column.formats, zone);
  }
};

/**
 * A text that sorts as the place in a log that it names: numbers in it are padded, and so are the two hexadecimal numbers of a
 * log sequence number such as 16/B374D848.
 */
const inNaturalOrder = (text: string): string => {
  const pair = "([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})";
  const half = (group: number) => `lpad(upper(regexp_extract(${text}, '${pair}', ${group})), 8, '0')`;
  const padded = "lpad(part, greatest(20, length(part))::integer, '0')";
  const parts = `list_transform(regexp_extract_all(${text}, '[0-9]+|[^0-9]+'), lambda part: case when regexp_full_match(part, '[0-9]+') then ${padded} else part end)`;
  return `case when regexp_full_match(${text}, '${pair}') then ${half(1)} || '/' || ${half(2)} else array_to_string(${parts}, '') end`;
};

const dateText = ({ monthNames }: Column, text: string): string =>
  monthNames
    ? monthWords.reduce(
        (date, [pattern, english]) =>
          `regexp_replace(${date}, ${literal(pattern)}, ${literal(english)}, 'gi')`,
        text,
      )
    : text;

const wholeNumber = (text: string) =>
  `case when regexp_full_match(${text}, '[-+]?[0-9]{1,19}([.]0{1,9})?') then try_cast(${text} as bigint) end`;

// A cast to 38 digits costs 40 times one to 18, so short numbers are cast to 18 digits first.
const decimal = (text: string) =>
  `case when regexp_full_match(${text}, '[-+]?([0-9]{1,11}([.][0-9]{0,6})?|[.][0-9]{1,6})') then try_cast(${text} as decimal(18, 6))::${DECIMAL} ` +
  `when regexp_full_match(${text}, '[-+]?([0-9]{1,29}([.][0-9]{0,9})?|[.][0-9]{1,9})') then try_cast(${text} as ${DECIMAL}) end`;

/** Cents as the currency's unit, percents as a fraction. What is taken off may be written as a negative number. */
const wholeOf = ({ hundredths, percents }: Column, value: string): string => {
  if (percents) return hundredth(`abs(${value})`);
  return hundredths ? hundredth(value) : value;
};

/** In few enough digits that the product stays a decimal. */
const hundredth = (value: string): string =>
  `cast(try_cast(${value} as decimal(30, 9)) * 0.01::decimal(3, 2) as ${DECIMAL})`;

const plainNumber = ({ decimalComma, numberFormat, percents }: Column, given: string): string => {
  const text = percents ? replaced(given, " ?[%％]$", "") : given;
  if (numberFormat) return formattedNumber(text, numberFormat);
  return decimalComma ? withoutCommas(text) : text;
};

/** The number as decimal() reads it, or a text that is none. */
const formattedNumber = (text: string, format: NumberFormat): string => {
  const { decimal: point, thousands, marks } = format;
  const spaced = replaced(replaced(text, spaces, " "), minusSigns, "-");
  const unmarked = marks ? withoutMarks(spaced) : spaced;
  const straight = replaced(unmarked, "’", "'");
  const bare = thousands === undefined ? straight : `replace(${straight}, ${literal(thousands)}, '')`;
  const number = point === "," ? `replace(${bare}, ',', '.')` : bare;
  return `case when regexp_full_match(${straight}, ${literal(numberPattern(format))}) then ${number} else 'no' end`;
};

const withoutMarks = (text: string): string => {
  const number = `trim(${replaced(text, currencyMark, "")})`;
  const negative = replaced(number, "^[(] *(.*?) *[)]$|^(.*?) *-$", "-\\1\\2");
  return replaced(negative, "^([-+]) +", "\\1");
};

const replaced = (text: string, pattern: string, by: string): string =>
  `regexp_replace(${text}, ${literal(pattern)}, ${literal(by)}, 'g')`;

const withoutCommas = (text: string) =>
  `case when regexp_full_match(${text}, '[-+]?([0-9]+|[0-9]{1,3}([.][0-9]{3})+)(,[0-9]+)?') then replace(replace(${text}, '.', ''), ',', '.') else 'no' end`;

import type { Column } from "../../shared/contracts/feed.ts";
import { DECIMAL, literal } from "../duckdb-sql.ts";
import { dateSql, instantSql, wallClockSql } from "./time-sql.ts";

// Only literals from the contract reach the SQL, escaped. The text of a file is never part of a statement.

/** The cell's text, with every spelling of a missing value turned into null. */
export const textSql = (column: Column, cell: number | undefined): string => {
  const fallback = column.default === undefined ? "NULL::VARCHAR" : literal(column.default);
  if (cell === undefined) return fallback;
  const given = `c${cell}`;
  // Single comparisons: DuckDB turns an IN list of this size into a hash join, which costs more.
  const isNothing = [...new Set(column.nullSpellings)]
    .map((spelling) => `${given} = ${literal(spelling)}`)
    .join(" or ");
  const known = isNothing === "" ? given : `case when ${isNothing} then null else ${given} end`;
  const named = column.default === undefined ? known : `coalesce(${known}, ${fallback})`;
  const cased = column.upperCase ? `upper(${named})` : named;
  return column.wholeNumberText
    ? `case when suffix(${cased}, '.0') then left(${cased}, -2) else ${cased} end`
    : cased;
};

/** The typed value of a text expression, or null if the text is no such value. */
export const valueSql = (column: Column, text: string, timeZone: string): string => {
  const zone = literal(timeZone);
  switch (column.type) {
    case "STRING":
      return text;
    case "INT64":
      return wholeNumber(text);
    case "NUMERIC":
      return decimal(column.decimalComma ? withoutCommas(text) : text);
    case "FLOAT64":
      return `case when isfinite(try_cast(${text} as double)) and regexp_full_match(${text}, '[-+]?[0-9.]+([eE][-+]?[0-9]{1,3})?') then try_cast(${text} as double) end`;
    case "BOOL":
      return `case when lower(${text}) in ('true', 't', 'yes', 'y', '1') then true when lower(${text}) in ('false', 'f', 'no', 'n', '0') then false end`;
    case "DATE":
      return dateSql(text, column.formats);
    case "DATETIME":
      return wallClockSql(text, column.formats, zone);
    case "TIMESTAMP":
      return instantSql(text, column.formats, zone);
  }
};

const wholeNumber = (text: string) =>
  `case when regexp_full_match(${text}, '[-+]?[0-9]{1,19}([.]0{1,9})?') then try_cast(${text} as bigint) end`;

// A cast to 38 digits costs 40 times one to 18, so short numbers are cast to 18 digits first.
const decimal = (text: string) =>
  `case when regexp_full_match(${text}, '[-+]?([0-9]{1,11}([.][0-9]{0,6})?|[.][0-9]{1,6})') then try_cast(${text} as decimal(18, 6))::${DECIMAL} ` +
  `when regexp_full_match(${text}, '[-+]?([0-9]{1,29}([.][0-9]{0,9})?|[.][0-9]{1,9})') then try_cast(${text} as ${DECIMAL}) end`;

const withoutCommas = (text: string) =>
  `case when regexp_full_match(${text}, '[-+]?([0-9]+|[0-9]{1,3}([.][0-9]{3})+)(,[0-9]+)?') then replace(replace(${text}, '.', ''), ',', '.') else 'no' end`;

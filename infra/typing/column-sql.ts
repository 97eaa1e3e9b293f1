import { currencies, wholeUnitCurrencies } from "../../shared/contracts/currencies.ts";
import type { Column, ValueCheck } from "../../shared/contracts/feed.ts";
import { DECIMAL, literal, quoted } from "./sql-text.ts";

/**
 * A contract's column as DuckDB expressions. Values reach the SQL only as escaped literals from the
 * contract; the file's own text is never part of a statement.
 */
export interface Fault {
  readonly rule: string;
  readonly message: string;
  readonly column: string;
  readonly failsFile: boolean;
  /** The row has no place in the raw table. A row that only breaks a check is in it, marked. */
  readonly untyped: boolean;
  /** True for a row that has the fault. */
  readonly sql: string;
}

/** The cell's text with every spelling of "nothing" turned into null. */
export const textSql = (column: Column, cell: number | undefined): string => {
  const fallback = column.default === undefined ? "NULL::VARCHAR" : literal(column.default);
  if (cell === undefined) return fallback;
  const given = `c${cell}`;
  // Comparisons one by one: an IN list of this size becomes a hash join, which costs more than the check.
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

/** The typed value of a text expression, or null where the text is no such value. */
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
      return date(text, column.formats);
    case "DATETIME":
      return wallClock(text, column.formats, zone);
    case "TIMESTAMP":
      return `timezone(${zone}, ${wallClock(text, column.formats, zone)})`;
  }
};

const wholeNumber = (text: string) =>
  `case when regexp_full_match(${text}, '[-+]?[0-9]{1,18}([.]0{1,9})?') then try_cast(${text} as bigint) end`;

// A cast to 38 digits costs forty times one to 18, so the common short numbers take the short way.
const decimal = (text: string) =>
  `case when regexp_full_match(${text}, '[-+]?([0-9]{1,11}([.][0-9]{0,6})?|[.][0-9]{1,6})') then try_cast(${text} as decimal(18, 6))::${DECIMAL} ` +
  `when regexp_full_match(${text}, '[-+]?([0-9]{1,28}([.][0-9]{0,9})?|[.][0-9]{1,9})') then try_cast(${text} as ${DECIMAL}) end`;

const withoutCommas = (text: string) =>
  `case when regexp_full_match(${text}, '[-+]?([0-9]+|[0-9]{1,3}([.][0-9]{3})+)(,[0-9]+)?') then replace(replace(${text}, '.', ''), ',', '.') else 'no' end`;

const isoTime = "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-5][0-9]([.][0-9]{1,6})?)?)?";

const date = (text: string, formats: readonly string[]) =>
  `case when regexp_full_match(${text}, '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]00:00(:00([.]0+)?)?)?') then try_cast(left(${text}, 10) as date)${otherFormats(text, formats, "::date")} end`;

const wallClock = (text: string, formats: readonly string[], zone: string) =>
  `case when regexp_full_match(${text}, '${isoTime}') then try_cast(${text} as timestamp) ` +
  `when regexp_full_match(${text}, '${isoTime}(Z|[-+][0-9]{2}:?[0-9]{2})') then timezone(${zone}, try_cast(regexp_replace(${text}, '([0-9]{2})([0-9]{2})$', '\\1:\\2') as timestamptz))${otherFormats(text, formats, "")} end`;

const otherFormats = (text: string, formats: readonly string[], cast: string): string =>
  formats
    .map(
      (format) =>
        ` when try_strptime(${text}, ${literal(format)}) is not null then try_strptime(${text}, ${literal(format)})${cast}`,
    )
    .join("");

const typeRule = {
  STRING: ["not_text", "is not text"],
  INT64: ["not_a_whole_number", "is not a whole number"],
  NUMERIC: ["not_a_number", "is not a plain decimal number"],
  FLOAT64: ["not_a_number", "is not a finite number"],
  BOOL: ["not_true_or_false", "is neither true nor false"],
  DATE: ["not_a_date", "is not a date like 2024-10-06"],
  DATETIME: ["not_a_time", "is not a time like 2024-10-06T09:30:00"],
  TIMESTAMP: ["not_a_time", "is not a time like 2024-10-06T09:30:00Z"],
} as const;

/** Everything that can be wrong with the column's value, given the names of its text and typed expressions. */
export const faultsOf = (column: Column): readonly Fault[] => {
  const text = quoted(`t_${column.name}`);
  const value = quoted(column.name);
  const [rule, message] = typeRule[column.type];
  const unparsed = {
    rule,
    message,
    column: column.name,
    failsFile: false,
    untyped: true,
    sql: `${text} is not null and ${value} is null`,
  };
  const missing = {
    rule: "required",
    message: "is required",
    column: column.name,
    failsFile: false,
    untyped: true,
    sql: `${text} is null`,
  };
  return [
    ...(column.required ? [missing] : []),
    ...(column.type === "STRING" ? [] : [unparsed]),
    ...checksOf(column, ["quarantine", "reject_file"]),
  ];
};

export const warningsOf = (column: Column): readonly Fault[] => checksOf(column, ["warn"]);

const checksOf = (column: Column, severities: readonly string[]): Fault[] =>
  column.checks
    .filter(({ severity }) => severities.includes(severity))
    .flatMap((check) =>
      conditions(column, check).map(([rule, message, sql]) => ({
        rule,
        message: check.description === undefined ? message : `${message} (${check.description})`,
        column: column.name,
        failsFile: check.severity === "reject_file",
        untyped: false,
        sql: `coalesce(${sql}, false)`,
      })),
    );

type Condition = readonly [rule: string, message: string, sql: string];
type Limits = ValueCheck["arguments"];

const conditions = (column: Column, { arguments: limits }: ValueCheck): Condition[] => [
  ...bounds(column, limits),
  ...membership(quoted(column.name), limits),
];

export const duckTypes = {
  STRING: "VARCHAR",
  INT64: "BIGINT",
  FLOAT64: "DOUBLE",
  NUMERIC: DECIMAL,
  BOOL: "BOOLEAN",
  DATE: "DATE",
  DATETIME: "TIMESTAMP",
  TIMESTAMP: "TIMESTAMPTZ",
} as const;

const bounds = (column: Column, limits: Limits): Condition[] => {
  const value = quoted(column.name);
  const constant = (limit: number | string) => `${literal(String(limit))}::${duckTypes[column.type]}`;
  const found: Condition[] = [];
  const { minimum, exclusiveMinimum, maximum, maxLength } = limits;
  if (minimum !== undefined)
    found.push(["minimum", `is below ${minimum}`, `${value} < ${constant(minimum)}`]);
  if (exclusiveMinimum !== undefined)
    found.push([
      "exclusive_minimum",
      `is not above ${exclusiveMinimum}`,
      `${value} <= ${constant(exclusiveMinimum)}`,
    ]);
  if (maximum !== undefined)
    found.push(["maximum", `is above ${maximum}`, `${value} > ${constant(maximum)}`]);
  if (maxLength !== undefined)
    found.push(["max_length", `is longer than ${maxLength} characters`, `length(${value}) > ${maxLength}`]);
  return found;
};

const membership = (value: string, limits: Limits): Condition[] => {
  const found: Condition[] = [];
  const { validValues, pattern, currency, wholeUnitsOf } = limits;
  if (validValues)
    found.push([
      "valid_values",
      `is not one of ${validValues.join(", ")}`,
      `not ${oneOf(value, validValues)}`,
    ]);
  if (pattern !== undefined)
    found.push([
      "pattern",
      `does not fit ${pattern}`,
      `not regexp_full_match(${value}, ${literal(pattern)})`,
    ]);
  if (currency) found.push(["currency", "is not an ISO 4217 currency", `not ${oneOf(value, currencies)}`]);
  if (wholeUnitsOf !== undefined)
    found.push([
      "whole_units",
      "has decimals in a currency that has none",
      `${oneOf(quoted(wholeUnitsOf), wholeUnitCurrencies)} and ${value} <> trunc(${value})`,
    ]);
  return found;
};

/** One automaton over all the words, however many. */
const oneOf = (value: string, words: Iterable<string>): string =>
  `regexp_full_match(${value}, ${literal([...words].map((word) => RegExp.escape(word)).join("|"))})`;

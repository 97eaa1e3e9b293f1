import { currencies, wholeUnitCurrencies } from "../../shared/contracts/currencies.ts";
import type { Column, ValueCheck } from "../../shared/contracts/feed.ts";
import { duckTypes, literal, quoted } from "../duckdb-sql.ts";
import { anyWord, textOf } from "./sql-text.ts";

/** Something that can be wrong with a row. */
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
  const text = textOf(column.name);
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
      `case when ${oneOf(quoted(wholeUnitsOf), wholeUnitCurrencies)} then ${value} <> trunc(${value}) end`,
    ]);
  return found;
};

/** One automaton over all the words, however many. */
const oneOf = (value: string, words: Iterable<string>): string =>
  `regexp_full_match(${value}, ${literal(anyWord(words))})`;

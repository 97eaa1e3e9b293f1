import type { Severity } from "../contracts/contract-column.ts";
import { currencies, wholeUnitCurrencies } from "../contracts/currencies.ts";
import type { Column, Feed, ValueCheck } from "../contracts/feed.ts";
import { columnsIn, type Expression } from "./rule-expression.ts";

/** One way in which a row can break its contract. */
export interface RowCheck {
  readonly rule: string;
  readonly message: string;
  readonly column: string;
  readonly failsFile: boolean;
  /** The whole file waits for a person. */
  readonly holdsFile: boolean;
  /** Such a row cannot enter the raw table. A row that breaks any other check enters it, marked. */
  readonly untyped: boolean;
  readonly breaks: Condition;
}

/** When a value breaks a check, in terms that any engine can express. Only `missing` holds for a missing value. */
export type Condition =
  | { readonly is: "missing"; readonly unless: Column["absentIn"] }
  | { readonly is: "unparsed" }
  | { readonly is: "below" | "not above" | "above"; readonly limit: string }
  | { readonly is: "longer"; readonly characters: number }
  | { readonly is: "not one of"; readonly words: Iterable<string> }
  | { readonly is: "unlike"; readonly pattern: string }
  | { readonly is: "fraction"; readonly where: string; readonly isOneOf: Iterable<string> }
  | { readonly is: "untrue"; readonly rule: Expression };

const typeRules = {
  STRING: ["not_text", "is not text"],
  INT64: ["not_a_whole_number", "is not a whole number"],
  NUMERIC: ["not_a_number", "is not a plain decimal number"],
  FLOAT64: ["not_a_number", "is not a finite number"],
  BOOL: ["not_true_or_false", "is neither true nor false"],
  DATE: ["not_a_date", "is not a date like 2024-10-06"],
  DATETIME: ["not_a_time", "is not a time like 2024-10-06T09:30:00"],
  TIMESTAMP: ["not_a_time", "is not a time like 2024-10-06T09:30:00Z"],
} as const;

/** The checks that keep a row of this column out of the clean tables. */
export const faultChecks = (column: Column): readonly RowCheck[] => {
  const untyped = { column: column.name, failsFile: false, holdsFile: false, untyped: true };
  const [rule, message] = typeRules[column.type];
  const breaks = { is: "missing", unless: column.absentIn } as const;
  const missing = { rule: "required", message: "is required", breaks };
  const unparsed = { rule, message, breaks: { is: "unparsed" } } as const;
  return [
    ...(column.required ? [{ ...untyped, ...missing }] : []),
    ...(column.type === "STRING" ? [] : [{ ...untyped, ...unparsed }]),
    ...valueChecks(column, keepingOut),
  ];
};

/** A row that breaks one of these stays out of the clean tables. */
const keepingOut: readonly Severity[] = ["quarantine", "hold", "reject_file"];

/** The rules across the columns of a feed: those that keep a row out, or those that are only counted. */
export const ruleChecks = ({ rules }: Feed, kind: "fault" | "warning"): readonly RowCheck[] =>
  rules
    .filter(({ severity }) => (severity === "warn") === (kind === "warning"))
    .map(({ name, holds, expression, severity, description }) => ({
      rule: name,
      message: described(`does not fit the rule ${holds}`, description),
      column: columnsIn(expression)[0] ?? "",
      failsFile: severity === "reject_file",
      holdsFile: severity === "hold",
      untyped: false,
      breaks: { is: "untrue", rule: expression },
    }));

const described = (message: string, description: string | undefined): string =>
  description === undefined ? message : `${message} (${description})`;

/** The checks that are only counted. */
export const warningChecks = (column: Column): readonly RowCheck[] => valueChecks(column, ["warn"]);

const valueChecks = (column: Column, severities: readonly Severity[]): RowCheck[] =>
  column.checks
    .filter(({ severity }) => severities.includes(severity))
    .flatMap(({ arguments: limits, severity, description }) =>
      limitRules(limits).map(([rule, message, breaks]) => ({
        rule,
        message: described(message, description),
        column: column.name,
        failsFile: severity === "reject_file",
        holdsFile: severity === "hold",
        untyped: false,
        breaks,
      })),
    );

type Rule = readonly [rule: string, message: string, breaks: Condition];

const bounds = [
  ["minimum", "minimum", "below"],
  ["exclusiveMinimum", "exclusive_minimum", "not above"],
  ["maximum", "maximum", "above"],
] as const;

/** The rules of the limits that are given. A row's reasons follow this order. */
const limitRules = (limits: ValueCheck["arguments"]): readonly Rule[] => [
  ...bounds.flatMap(([name, rule, is]) =>
    given(limits[name], (limit) => [rule, `is ${is} ${limit}`, { is, limit: String(limit) }]),
  ),
  ...given(limits.maxLength, (characters) => [
    "max_length",
    `is longer than ${characters} characters`,
    { is: "longer", characters },
  ]),
  ...given(limits.validValues, (words) => [
    "valid_values",
    `is not one of ${words.join(", ")}`,
    { is: "not one of", words },
  ]),
  ...given(limits.pattern, (pattern) => ["pattern", `does not fit ${pattern}`, { is: "unlike", pattern }]),
  ...given(limits.currency, () => [
    "currency",
    "is not an ISO 4217 currency",
    { is: "not one of", words: currencies },
  ]),
  ...given(limits.wholeUnitsOf, (where) => [
    "whole_units",
    "has decimals in a currency that has none",
    { is: "fraction", where, isOneOf: wholeUnitCurrencies },
  ]),
];

const given = <Limit>(limit: Limit | undefined, rule: (limit: Limit) => Rule): readonly Rule[] =>
  limit === undefined ? [] : [rule(limit)];

const longest = 200;

/** A value as rejects show it: personal data masked, long text cut. JSON cannot hold a character that the cut splits. */
export const shownValue = (text: string, { pii }: { readonly pii: boolean }): string =>
  pii ? "(masked)" : text.slice(0, longest).toWellFormed();

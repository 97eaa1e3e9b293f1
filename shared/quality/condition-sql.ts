import type { Column, Feed } from "../contracts/feed.ts";
import type { Param, Params } from "../ports.ts";
import { type Condition, type RowCheck, ruleChecks, warningChecks } from "./row-checks.ts";
import { columnsIn, type Expression, ruleSql } from "./rule-expression.ts";

/** A check as a GoogleSQL condition over a raw table: identifiers are the contract's, limits are parameters. */
export interface WarehouseCheck extends RowCheck {
  readonly condition: string;
  readonly params: Params;
}

/** The checks of a feed whose rows enter all the same, as questions to its raw table. */
export const warehouseWarnings = (feed: Feed): readonly WarehouseCheck[] => [
  ...feed.columns.flatMap((column) => warningChecks(column).map((check) => asCondition(feed, column, check))),
  ...ruleChecks(feed, "warning").map((check) => asCondition(feed, undefined, check)),
];

const asCondition = (feed: Feed, column: Column | undefined, check: RowCheck): WarehouseCheck => {
  const params: Record<string, Param> = {};
  const limit = (value: Param): string => {
    const name = `limit_${Object.keys(params).length}`;
    params[name] = value;
    return `@${name}`;
  };
  const condition =
    check.breaks.is === "untrue"
      ? `not ${ruleIn(feed, check.breaks.rule)}`
      : brokenIn(column ?? missingColumn(check), check.breaks, limit);
  return { ...check, condition: `ifnull(${condition}, false)`, params };
};

const missingColumn = ({ rule }: RowCheck): never => {
  throw new Error(`${rule} is no check of a column`);
};

type Limit = (value: Param) => string;

const brokenIn = (
  { name, type }: Column,
  breaks: Exclude<Condition, { is: "untrue" }>,
  limit: Limit,
): string => {
  const text = (value: string) => limit({ type: "STRING", value });
  const words = (values: Iterable<string>) => limit({ type: "ARRAY<STRING>", value: [...values] });
  const typed = (value: string) => `cast(${text(value)} as ${type.toLowerCase()})`;
  switch (breaks.is) {
    case "missing":
      return `${name} is null`;
    case "unparsed":
      return "false"; // such a row is in no raw table
    case "below":
      return `${name} < ${typed(breaks.limit)}`;
    case "not above":
      return `${name} <= ${typed(breaks.limit)}`;
    case "above":
      return `${name} > ${typed(breaks.limit)}`;
    case "longer":
      return `char_length(${name}) > ${limit({ type: "INT64", value: breaks.characters })}`;
    case "not one of":
      return `${name} not in unnest(${words(breaks.words)})`;
    case "unlike":
      return `not regexp_contains(${name}, ${text(`^(?:${breaks.pattern})$`)})`;
    case "fraction":
      return `(${breaks.where} in unnest(${words(breaks.isOneOf)}) and ${name} <> trunc(${name}))`;
  }
};

/** With arithmetic, figures are floats here: a product of NUMERIC may exceed it, and a report must not fail. */
export const ruleIn = ({ columns }: Feed, rule: Expression): string => {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const isNumber = (name: string) => ["INT64", "NUMERIC", "FLOAT64"].includes(types.get(name) ?? "");
  const floats = hasArithmetic(rule) && columnsIn(rule).some(isNumber);
  return ruleSql(rule, {
    column: (name) => (floats && isNumber(name) ? `cast(${name} as float64)` : name),
    number: (text) => (floats ? `cast('${text}' as float64)` : `numeric '${text}'`),
    text: (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`,
  });
};

const hasArithmetic = (part: Expression): boolean => {
  if (part.is === "joined")
    return ["+", "-", "*"].includes(part.by) || hasArithmetic(part.left) || hasArithmetic(part.right);
  if (part.is === "call") return part.given.some(hasArithmetic);
  return (part.is === "not" || part.is === "missing") && hasArithmetic(part.of);
};

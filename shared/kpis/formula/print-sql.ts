import type { Source } from "../sources.ts";
import { type Aggregate, type ArithmeticNode, type Node, staysExact } from "./tree.ts";

/*
 * GoogleSQL from a checked formula. Everything is printed from the tree: columns from the source's list, operators from
 * their closed sets, numbers from digits, and texts escaped. Nothing of the user's text is copied.
 */

export interface RowNames {
  readonly source: Source;
  /** The column that holds the first day of the period: it differs by cadence. */
  readonly period: string;
}

/** The expression for one row, inside of an aggregate. */
export const rowSql = (node: Node, names: RowNames): string => {
  const sql = (child: Node) => rowSql(child, names);
  switch (node.kind) {
    case "number":
      return /^\d{1,18}$/.test(node.value) ? node.value : `numeric '${node.value}'`;
    case "text":
      return textLiteral(node.value);
    case "name":
      return columnSql(node.name, names);
    case "negative":
      return `(-${sql(node.of)})`;
    case "arithmetic":
      return arithmeticSql(node.operator, sql(node.left), sql(node.right));
    case "comparison":
      return `(${sql(node.left)} ${node.operator} ${comparedSql(node.right, node.left, names)})`;
    case "in": {
      const options = node.options.map((option) => comparedSql(option, node.value, names)).join(", ");
      return `(${sql(node.value)} ${node.negated ? "not in" : "in"} (${options}))`;
    }
    case "missing":
      return `(${sql(node.value)} is ${node.negated ? "not null" : "null"})`;
    case "logic":
      return `(${sql(node.left)} ${node.operator} ${sql(node.right)})`;
    case "not":
      return `(not ${sql(node.of)})`;
    case "call":
      return callSql[node.name](sql(node.argument));
    case "total":
    case "spread":
      throw new Error("a checked formula has no aggregate inside of another one");
  }
};

const columnSql = (name: string, { source, period }: RowNames): string => {
  if (!source.columns.has(name)) throw new Error(`${source.table} has no column ${name}`);
  return name === "period" ? period : name;
};

/** GoogleSQL rounds NUMERIC products to nine decimals; the cast makes every engine do so. */
const arithmeticSql = (operator: string, left: string, right: string): string =>
  operator === "*" ? `cast(${left} * ${right} as numeric)` : `(${left} ${operator} ${right})`;

/** A text that is compared with a date is a date. */
const comparedSql = (node: Node, with_: Node, names: RowNames): string => {
  const isDate = with_.kind === "name" && names.source.columns.get(with_.name)?.type === "date";
  return isDate && node.kind === "text" ? `date ${textLiteral(node.value)}` : rowSql(node, names);
};

const textLiteral = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;

/** Weekdays count from Monday, 1, to Sunday, 7. */
const callSql: Readonly<Record<Extract<Node, { kind: "call" }>["name"], (argument: string) => string>> = {
  hour: (moment) => `extract(hour from ${moment})`,
  weekday: (day) => `(mod(extract(dayofweek from ${day}) + 5, 7) + 1)`,
  abs: (value) => `abs(${value})`,
};

/** An expression over aggregates, and whether it is an exact NUMERIC rather than a FLOAT64. */
export interface Printed {
  readonly sql: string;
  readonly exact: boolean;
}

/** `column` names the column that holds an aggregate. A spread has two: its part and its whole. */
export interface AggregateColumns {
  total(node: Extract<Aggregate, { kind: "total" }>): string;
  spread(node: Extract<Aggregate, { kind: "spread" }>): { readonly part: string; readonly whole: string };
}

export const valueSql = (node: Node, columns: AggregateColumns): Printed => {
  switch (node.kind) {
    case "number":
      return { sql: `numeric '${node.value}'`, exact: true };
    case "total":
      return { sql: columns.total(node), exact: true };
    case "spread": {
      const { part, whole } = columns.spread(node);
      return { sql: divisionSql(part, whole), exact: false };
    }
    case "negative": {
      const { sql, exact } = valueSql(node.of, columns);
      return { sql: `(-${sql})`, exact };
    }
    case "arithmetic":
      return combined(node, valueSql(node.left, columns), valueSql(node.right, columns));
    default:
      throw new Error(`a checked formula has no ${node.kind} outside of aggregates`);
  }
};

const combined = (node: ArithmeticNode, left: Printed, right: Printed): Printed => {
  const { operator } = node;
  if (operator === "/") return { sql: divisionSql(left.sql, right.sql), exact: false };
  if (left.exact && right.exact && staysExact(node))
    return { sql: arithmeticSql(operator, left.sql, right.sql), exact: true };
  return { sql: `(${floatSql(left.sql)} ${operator} ${floatSql(right.sql)})`, exact: false };
};

const floatSql = (sql: string): string => `cast(${sql} as float64)`;

/** Null if the divisor is zero or null. Both sides are FLOAT64 first: the engines divide NUMERIC differently. */
export const divisionSql = (dividend: string, divisor: string): string =>
  `safe_divide(${floatSql(dividend)}, ${floatSql(divisor)})`;

import { type Measure, plain, type Source, type ValueType } from "../sources.ts";
import { checkAggregate } from "./check-aggregate.ts";
import { FormulaError } from "./formula-error.ts";
import type { Node } from "./tree.ts";

/** What an expression yields. */
export interface Checked {
  readonly type: ValueType;
  readonly measure: Measure;
}

export interface Scope {
  readonly source: Source;
  /** Inside an aggregate a name is a column; outside it is another KPI, which is replaced before the check. */
  readonly inside: boolean;
}

/** Throws a FormulaError for an unknown column, for types that do not go together, and for sums of unlike units. */
export const checkExpression = (node: Node, scope: Scope): Checked => {
  switch (node.kind) {
    case "number":
      return { type: "number", measure: plain };
    case "text":
      return { type: "text", measure: plain };
    case "name":
      return column(node, scope);
    case "negative":
      return numberOf(node.of, scope);
    case "arithmetic":
      return arithmetic(node, scope);
    case "call":
      return rowFunction(node, scope);
    case "total":
    case "spread":
      if (scope.inside) throw new FormulaError("an aggregate cannot contain another one", node);
      return checkAggregate(node, (part) => checkExpression(part, { ...scope, inside: true }));
    default:
      return condition(node, scope);
  }
};

type Of<Kind extends Node["kind"]> = Extract<Node, { kind: Kind }>;

const column = (node: Of<"name">, { source, inside }: Scope): Checked => {
  const found = source.columns.get(node.name);
  if (!inside)
    throw new FormulaError(
      found
        ? `a column stands inside of a function, as in sum(${node.name})`
        : "there is no KPI of this name",
      node,
    );
  if (found) return { type: found.type, measure: found.measure ?? plain };
  const known = [...source.columns.keys()].join(", ");
  throw new FormulaError(`${source.table} has no such column; it has ${known}`, node);
};

export const numberOf = (node: Node, scope: Scope): Checked => {
  const checked = checkExpression(node, scope);
  if (checked.type !== "number")
    throw new FormulaError(`a number is needed here, not a ${checked.type}`, node);
  return checked;
};

const sameMeasure = (left: Measure, right: Measure): boolean =>
  left.money === right.money && left.count === right.count;

const arithmetic = (node: Of<"arithmetic">, scope: Scope): Checked => {
  const left = numberOf(node.left, scope).measure;
  const right = numberOf(node.right, scope).measure;
  if (node.operator === "+" || node.operator === "-") {
    if (!sameMeasure(left, right))
      throw new FormulaError(`${unitName(left)} and ${unitName(right)} cannot be added or subtracted`, node);
    return { type: "number", measure: left };
  }
  const sign = node.operator === "*" ? 1 : -1;
  if (sign === -1 && node.right.kind === "number" && Number(node.right.value) === 0)
    throw new FormulaError("this divides by zero", node.right);
  if (sign === -1 && scope.inside)
    throw new FormulaError("rows are not divided: divide totals, as in sum(a) / sum(b)", node);
  return {
    type: "number",
    measure: { money: left.money + sign * right.money, count: left.count + sign * right.count },
  };
};

const rowFunction = (node: Of<"call">, scope: Scope): Checked => {
  if (!scope.inside) throw new FormulaError("this works on rows: it stands inside of an aggregate", node);
  if (node.name === "abs") return numberOf(node.argument, scope);
  const { type } = checkExpression(node.argument, scope);
  const fits = node.name === "hour" ? type === "datetime" : type === "date";
  if (!fits)
    throw new FormulaError(`needs a ${node.name === "hour" ? "datetime" : "date"}, not a ${type}`, node);
  return { type: "number", measure: plain };
};

const condition = (node: Of<"comparison" | "in" | "missing" | "logic" | "not">, scope: Scope): Checked => {
  if (!scope.inside) throw new FormulaError("a condition stands after `where`, inside of an aggregate", node);
  switch (node.kind) {
    case "comparison":
      comparable(node.left, node.right, node, scope);
      break;
    case "in":
      for (const option of node.options) comparable(node.value, option, node, scope);
      break;
    case "missing":
      checkExpression(node.value, scope);
      break;
    case "logic":
      for (const side of [node.left, node.right]) checkCondition(side, scope);
      break;
    case "not":
      checkCondition(node.of, scope);
      break;
  }
  return { type: "bool", measure: plain };
};

export const checkCondition = (node: Node, scope: Scope): void => {
  const { type } = checkExpression(node, scope);
  if (type !== "bool") throw new FormulaError(`a condition is needed here, not a ${type}`, node);
};

const isoDate = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** A number without a unit may be compared with any number, and a date with a text such as '2024-10-06'. */
const comparable = (left: Node, right: Node, node: Node, scope: Scope): void => {
  const [one, other] = [checkExpression(left, scope), checkExpression(right, scope)];
  if (one.type === "date" && right.kind === "text") {
    if (!isoDate.test(right.value)) throw new FormulaError("a date is written as '2024-10-06'", right);
    return;
  }
  if (one.type !== other.type || one.type === "datetime")
    throw new FormulaError(`a ${one.type} cannot be compared with a ${other.type}`, node);
  const literal = left.kind === "number" || right.kind === "number";
  if (one.type === "number" && !literal && !sameMeasure(one.measure, other.measure))
    throw new FormulaError(
      `${unitName(one.measure)} and ${unitName(other.measure)} cannot be compared`,
      node,
    );
};

const power = (word: string, exponent: number): string[] =>
  exponent === 0 ? [] : [exponent === 1 ? word : `${word}^${exponent}`];

/** "money", "count", "money/count", "a plain number". */
export const unitName = ({ money, count }: Measure): string => {
  const above = [...power("money", Math.max(money, 0)), ...power("count", Math.max(count, 0))];
  const below = [...power("money", Math.max(-money, 0)), ...power("count", Math.max(-count, 0))];
  if (above.length + below.length === 0) return "a plain number";
  return [above.join("·") || "1", ...below].join("/");
};

import { dayOf, weekdayOf } from "../../dates.ts";
import { type Exact, exactFrom, exactProduct } from "./exact.ts";
import type { Node } from "./tree.ts";

/** Dates and datetimes are ISO text, so that they compare as text. */
export type Cell = Exact | string | boolean | null;
export type Cells = Readonly<Record<string, Cell>>;

/** The value of an expression on one row. Null stands for unknown, also among conditions. */
export const rowValue = (node: Node, row: Cells): Cell => {
  switch (node.kind) {
    case "number":
      return exactFrom(node.value);
    case "text":
      return node.value;
    case "name":
      return row[node.name] ?? null;
    case "negative":
      return onNumbers(rowValue(node.of, row), { billionths: 0n }, (value) => ({
        billionths: -value.billionths,
      }));
    case "arithmetic":
      return onNumbers(rowValue(node.left, row), rowValue(node.right, row), (left, right) => {
        if (node.operator === "*") return exactProduct(left, right);
        const sign = node.operator === "+" ? 1n : -1n;
        return { billionths: left.billionths + sign * right.billionths };
      });
    case "call":
      return call(node.name, rowValue(node.argument, row));
    case "total":
    case "spread":
      throw new Error("a checked formula has no aggregate inside of another one");
    default:
      return condition(node, row);
  }
};

/** Rows of which a condition is unknown do not count. */
export const isTrue = (node: Node, row: Cells): boolean => rowValue(node, row) === true;

const onNumbers = (left: Cell, right: Cell, work: (left: Exact, right: Exact) => Exact): Cell =>
  isExact(left) && isExact(right) ? work(left, right) : null;

const isExact = (cell: Cell): cell is Exact => typeof cell === "object" && cell !== null;

const whole = (value: number): Exact => ({ billionths: BigInt(value) * 1_000_000_000n });

const call = (name: "hour" | "weekday" | "abs", argument: Cell): Cell => {
  if (argument === null) return null;
  if (isExact(argument))
    return { billionths: argument.billionths < 0n ? -argument.billionths : argument.billionths };
  const text = String(argument);
  if (name === "hour") return whole(Number(text.slice(11, 13)));
  return whole(((weekdayOf(dayOf(text)) + 6) % 7) + 1);
};

type Condition = Extract<Node, { kind: "comparison" | "in" | "missing" | "logic" | "not" }>;

const condition = (node: Condition, row: Cells): boolean | null => {
  switch (node.kind) {
    case "comparison":
      return compare(node.operator, rowValue(node.left, row), rowValue(node.right, row));
    case "missing":
      return (rowValue(node.value, row) === null) !== node.negated;
    case "not":
      return negated(truth(node.of, row));
    case "logic": {
      const sides = [truth(node.left, row), truth(node.right, row)];
      return node.operator === "and" ? all(sides) : negated(all(sides.map(negated)));
    }
    case "in": {
      const value = rowValue(node.value, row);
      const isNone = all(node.options.map((option) => compare("<>", value, rowValue(option, row))));
      return node.negated ? isNone : negated(isNone);
    }
  }
};

const truth = (node: Node, row: Cells): boolean | null => {
  const value = rowValue(node, row);
  return typeof value === "boolean" ? value : null;
};

const negated = (value: boolean | null): boolean | null => (value === null ? null : !value);

/** False if any is false, else unknown if any is unknown. */
const all = (values: readonly (boolean | null)[]): boolean | null =>
  values.includes(false) ? false : values.includes(null) ? null : true;

const compare = (operator: string, left: Cell, right: Cell): boolean | null => {
  if (left === null || right === null) return null;
  const [one, other] = [comparable(left), comparable(right)];
  switch (operator) {
    case "=":
      return one === other;
    case "<>":
      return one !== other;
    case "<":
      return one < other;
    case "<=":
      return one <= other;
    case ">":
      return one > other;
    default:
      return one >= other;
  }
};

const comparable = (cell: Exact | string | boolean): bigint | string | boolean =>
  typeof cell === "object" ? cell.billionths : cell;

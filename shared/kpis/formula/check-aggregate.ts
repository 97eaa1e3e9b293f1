import { type Measure, plain, type ValueType } from "../sources.ts";
import { FormulaError } from "./formula-error.ts";
import type { Aggregate, Node } from "./tree.ts";

interface Checked {
  readonly type: ValueType;
  readonly measure: Measure;
}

const count: Checked = { type: "number", measure: { money: 0, count: 1 } };
const share: Checked = { type: "number", measure: plain };

/** What an aggregate yields, given how its parts are checked. */
export const checkAggregate = (node: Aggregate, check: (part: Node) => Checked): Checked => {
  if (node.where) {
    const { type } = check(node.where);
    if (type !== "bool") throw new FormulaError(`a condition is needed here, not a ${type}`, node.where);
  }
  if (node.kind === "spread") {
    const of = check(node.of);
    if (node.name !== "repeated_share") needNumber(node.of, of);
    check(node.by);
    return share;
  }
  if (!node.of) return count;
  const of = check(node.of);
  if (node.name === "count" || node.name === "count_distinct") return count;
  needNumber(node.of, of);
  return of;
};

const needNumber = (node: Node, { type }: Checked): void => {
  if (type !== "number") throw new FormulaError(`a number is needed here, not a ${type}`, node);
};

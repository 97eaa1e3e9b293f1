import { type Cell, type Cells, isTrue, rowValue } from "./evaluate-row.ts";
import { type Exact, exactFrom, exactProduct, floatOf } from "./exact.ts";
import { type Aggregate, type Node, type SpreadNode, staysExact, type TotalNode } from "./tree.ts";

/** What an expression over aggregates comes to: an exact NUMERIC, a float, or null. */
export type Amount = Exact | number | null;

/**
 * The second executor of a formula: the same tree that print-sql.ts prints is evaluated on rows in memory. Both must agree;
 * a property test compares them.
 */
export const evaluate = (node: Node, rows: readonly Cells[]): Amount => {
  switch (node.kind) {
    case "number":
      return exactFrom(node.value);
    case "negative": {
      const value = evaluate(node.of, rows);
      return value === null ? null : typeof value === "number" ? -value : { billionths: -value.billionths };
    }
    case "total":
      return total(node, rows);
    case "spread":
      return spread(node, rows);
    case "arithmetic":
      return combine(node.operator, evaluate(node.left, rows), evaluate(node.right, rows), staysExact(node));
    default:
      throw new Error(`a checked formula has no ${node.kind} outside of aggregates`);
  }
};

/** As a KPI's value is stored: a float, or null. */
export const evaluateToFloat = (node: Node, rows: readonly Cells[]): number | null =>
  toFloat(evaluate(node, rows));

const toFloat = (amount: Amount): number | null =>
  amount === null || typeof amount === "number" ? amount : floatOf(amount);

const combine = (operator: string, left: Amount, right: Amount, isExact = true): Amount => {
  if (left === null || right === null) return null;
  if (isExact && operator !== "/" && typeof left !== "number" && typeof right !== "number")
    return combineExact(operator, left, right);
  const [one, other] = [toFloat(left) ?? 0, toFloat(right) ?? 0];
  if (operator === "/") return other === 0 ? null : one / other;
  if (operator === "*") return one * other;
  return operator === "+" ? one + other : one - other;
};

const combineExact = (operator: string, left: Exact, right: Exact): Exact => {
  if (operator === "*") return exactProduct(left, right);
  const sign = operator === "+" ? 1n : -1n;
  return { billionths: left.billionths + sign * right.billionths };
};

const chosen = ({ where }: Aggregate, rows: readonly Cells[]): readonly Cells[] =>
  where === undefined ? rows : rows.filter((row) => isTrue(where, row));

const whole = (value: number): Exact => ({ billionths: BigInt(value) * 1_000_000_000n });

const total = (node: TotalNode, rows: readonly Cells[]): Amount => {
  const { of } = node;
  const among = chosen(node, rows);
  if (of === undefined) return whole(among.length);
  const values = among.map((row) => rowValue(of, row)).filter((value) => value !== null);
  switch (node.name) {
    case "count":
      return whole(values.length);
    case "count_distinct":
      return whole(new Set(values.map(keyOf)).size);
    case "sum":
      return sumOf(values);
    case "min":
    case "max":
      return extreme(node.name, values);
    case "avg":
      return combine("/", sumOf(values), whole(values.length));
  }
};

const keyOf = (value: Cell): string =>
  typeof value === "object" && value !== null ? String(value.billionths) : String(value);

const amountOf = (value: Cell): Exact => {
  if (typeof value !== "object" || value === null) throw new Error("a checked formula adds numbers only");
  return value;
};

const sumOf = (values: readonly Cell[]): Exact => ({
  billionths: values.reduce((sum, value) => sum + amountOf(value).billionths, 0n),
});

const extreme = (name: "min" | "max", values: readonly Cell[]): Amount => {
  const amounts = values.map((value) => amountOf(value).billionths);
  const [first, ...rest] = amounts;
  if (first === undefined) return null;
  const isBetter = (one: bigint, other: bigint) => (name === "min" ? one < other : one > other);
  return { billionths: rest.reduce((best, value) => (isBetter(value, best) ? value : best), first) };
};

const spread = (node: SpreadNode, rows: readonly Cells[]): Amount => {
  const groups = Map.groupBy(chosen(node, rows), (row) => {
    const key = rowValue(node.by, row);
    return key === null ? null : keyOf(key);
  });
  if (node.name === "repeated_share") return repeated(node, groups);
  const parts = [...groups.values()]
    .map((group) => sumOf(group.map((row) => rowValue(node.of, row)).filter((value) => value !== null)))
    .sort((one, other) =>
      one.billionths < other.billionths ? 1 : one.billionths > other.billionths ? -1 : 0,
    );
  if (parts.length === 0) return null;
  const all = sumOf(parts);
  if (node.n !== undefined) return combine("/", sumOf(parts.slice(0, node.n)), all);
  // In billionths, as the printed SQL has it.
  const squares = parts.map((part) => {
    const portion = toFloat(combine("/", part, all));
    return portion === null ? null : exactFrom((portion * portion * 1e9).toFixed(9));
  });
  const known = squares.filter((square) => square !== null);
  return known.length === 0 ? null : combine("/", sumOf(known), whole(1_000_000_000));
};

/** The share of the values of a column that have at least n different values of another. */
const repeated = (
  { of, n = 0 }: SpreadNode,
  groups: ReadonlyMap<string | null, readonly Cells[]>,
): Amount => {
  const counts = [...groups]
    .filter(([key]) => key !== null)
    .map(([, rows]) => {
      const values = rows.map((row) => rowValue(of, row)).filter((value) => value !== null);
      return new Set(values.map(keyOf)).size;
    });
  return combine("/", whole(counts.filter((count) => count >= n).length), whole(counts.length));
};

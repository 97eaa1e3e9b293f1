import { type RowNames, rowSql } from "../../../shared/kpis/formula/print-sql.ts";
import type { Node, TotalNode } from "../../../shared/kpis/formula/tree.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";

/** What one line adds to each side of a KPI, in GoogleSQL. */
export interface LineAmounts {
  readonly upper: string;
  /** Absent if the KPI is no ratio. */
  readonly lower: string | undefined;
}

/** Undefined if lines do not add up to the KPI: a distinct count, a largest value, a product of sums. */
export const lineAmounts = (kpi: Kpi, names: RowNames): LineAmounts | undefined => {
  const upper = amountOf(kpi.numerator, names);
  const lower = kpi.denominator && amountOf(kpi.denominator, names);
  if (upper === undefined || (kpi.denominator && lower === undefined)) return undefined;
  return { upper, lower };
};

const amountOf = (node: Node, names: RowNames): string | undefined => {
  if (node.kind === "total") return totalPerLine(node, names);
  if (node.kind === "negative") {
    const of = amountOf(node.of, names);
    return of && `(-${of})`;
  }
  if (node.kind !== "arithmetic" || (node.operator !== "+" && node.operator !== "-")) return undefined;
  const [left, right] = [amountOf(node.left, names), amountOf(node.right, names)];
  return left && right && `(${left} ${node.operator} ${right})`;
};

const totalPerLine = ({ name, of, where }: TotalNode, names: RowNames): string | undefined => {
  const chosen = where && rowSql(where, names);
  if (name === "count") {
    const counted = [chosen, of && `(${rowSql(of, names)} is not null)`].filter((each) => each !== undefined);
    return counted.length === 0 ? "numeric '1'" : `if(${counted.join(" and ")}, numeric '1', numeric '0')`;
  }
  if (name !== "sum" || of === undefined) return undefined;
  const amount = `ifnull(cast(${rowSql(of, names)} as numeric), numeric '0')`;
  return chosen === undefined ? amount : `if(${chosen}, ${amount}, numeric '0')`;
};

import { type RowNames, rowSql } from "../../../shared/kpis/formula/print-sql.ts";
import { type Node, namesIn, type TotalNode } from "../../../shared/kpis/formula/tree.ts";

/**
 * A total in two steps. The first sums up the lines of a day that no key tells apart: a line is one of many of its invoice. The
 * second step adds these sums up by period and segment. All is exact, so the steps give what one step would.
 */
export interface TwoSteps {
  /** What the first step keeps apart: expressions over a line. */
  readonly keys: readonly string[];
  /** An aggregate over lines; absent if the keys are all that the second step needs. */
  readonly sum: string | undefined;
  /** The total as NUMERIC, over the columns of keys and sum. */
  total(columnOf: (key: string) => string, sum: string): string;
}

/** The number of lines behind a row of the first step. */
export const lineCount = "lines_summed";

/** What asks for the period can be told in the second step alone: the first does not know for which cadence it sums. */
export const twoSteps = (node: TotalNode, names: RowNames): TwoSteps => {
  const isTimed = (part: Node) => namesIn(part).includes("period");
  const conditions = conjunctsOf(node.where);
  const late = conditions.filter(isTimed);
  const early = conditions.filter((condition) => !isTimed(condition)).map((each) => rowSql(each, names));
  const lateColumns = late.flatMap(namesIn).filter((name) => name !== "period");
  const lateSql = late.map((each) => rowSql(each, names));
  const { of } = node;
  if (of && isTimed(of)) return timedValue(node, of, { early, lateColumns, lateSql }, names);
  const value = of && rowSql(of, names);
  if (node.name === "count_distinct") {
    const key = chosen(early, value ?? "null");
    return {
      keys: [key, ...lateColumns],
      sum: undefined,
      total: (columnOf) => `cast(count(distinct ${chosen(lateSql, columnOf(key))}) as numeric)`,
    };
  }
  return {
    keys: lateColumns,
    sum: sumSql(node.name, early, value),
    total: (_, sum) => addedUp(node.name, chosen(lateSql, sum)),
  };
};

const conjunctsOf = (node: Node | undefined): readonly Node[] => {
  if (!node) return [];
  return node.kind === "logic" && node.operator === "and"
    ? [...conjunctsOf(node.left), ...conjunctsOf(node.right)]
    : [node];
};

const chosen = (conditions: readonly string[], value: string): string =>
  conditions.length === 0 ? value : `if(${conditions.join(" and ")}, ${value}, null)`;

const sumSql = (
  name: TotalNode["name"],
  conditions: readonly string[],
  value: string | undefined,
): string => {
  if (name === "avg") throw new Error("an average is a division by the time it is printed");
  if (value !== undefined) return `${name}(${chosen(conditions, value)})`;
  return conditions.length === 0 ? "count(*)" : `countif(${conditions.join(" and ")})`;
};

/** No rows sum up to zero; the least of no rows is null. */
const addedUp = (name: TotalNode["name"], sum: string): string =>
  name === "min" || name === "max"
    ? `cast(${name}(${sum}) as numeric)`
    : `cast(ifnull(sum(${sum}), 0) as numeric)`;

interface Conditions {
  readonly early: readonly string[];
  readonly lateColumns: readonly string[];
  readonly lateSql: readonly string[];
}

/** Its columns are keys, and each row counts as often as it has lines. */
const timedValue = (
  { name }: TotalNode,
  of: Node,
  { early, lateColumns, lateSql }: Conditions,
  names: RowNames,
): TwoSteps => {
  const fits = early.join(" and ");
  const value = rowSql(of, names);
  const columns = namesIn(of).filter((each) => each !== "period");
  return {
    keys: [...(fits === "" ? [] : [fits]), ...columns, ...lateColumns],
    sum: undefined,
    total(columnOf) {
      const given = chosen([...(fits === "" ? [] : [columnOf(fits)]), ...lateSql], value);
      if (name === "count_distinct") return `cast(count(distinct ${given}) as numeric)`;
      if (name === "count") return addedUp(name, `if(${given} is null, 0, ${lineCount})`);
      return addedUp(name, name === "sum" ? `cast(${given} * ${lineCount} as numeric)` : given);
    },
  };
};

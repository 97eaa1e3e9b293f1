import { type CostLine, costOf, type Prices } from "../../../shared/prices.ts";
import { monthlyUsage, publicationTime } from "./usage.ts";
import type { Load } from "./work.ts";

export interface Estimate {
  /** Seconds that one publication takes at the month's end, and the timeout of its function. */
  readonly publication: { readonly takes: number; readonly has: number };
  readonly lines: readonly CostLine[];
  readonly total: number;
  readonly totalAfterFree: number;
  /** The totals under other assumptions, to show how much the estimate depends on them. */
  readonly others: readonly {
    readonly case: string;
    readonly total: number;
    readonly totalAfterFree: number;
  }[];
}

export const estimate = (load: Load, prices: Prices): Estimate => {
  const lines = costOf(monthlyUsage(load), prices);
  return {
    lines,
    ...totalCosts(lines),
    publication: publicationTime(load),
    others: load.filesPerDay === 0 ? [] : estimateVariants(load, prices),
  };
};

const estimateVariants = (load: Load, prices: Prices): Estimate["others"] => {
  const cases: readonly (readonly [string, Partial<Load>])[] = [
    ["all files at once, every day", { rebuildsPerDay: 1 }],
    ["each file by itself", { rebuildsPerDay: load.filesPerDay }],
    ["a row without a price every time", { rarePrices: true }],
    ["a year later", { month: load.month + 12 }],
  ];
  return cases.map(([name, change]) => ({
    case: name,
    ...totalCosts(costOf(monthlyUsage({ ...load, ...change }), prices)),
  }));
};

const totalCosts = (lines: readonly CostLine[]) => ({
  total: lines.reduce((sum, { cost }) => sum + cost, 0),
  totalAfterFree: lines.reduce((sum, { afterFree }) => sum + afterFree, 0),
});

import { type CostLine, costOf, type Prices } from "../../../shared/prices.ts";
import type { Load } from "./monthly-load.ts";
import { monthlyUsage, publicationTime } from "./usage.ts";

export const estimate = (load: Load, prices: Prices) => {
  const lines = costOf(monthlyUsage(load), prices);
  return {
    lines,
    ...totalCosts(lines),
    publication: publicationTime(load),
    /** The totals under other assumptions, to show how much the estimate depends on them. */
    others: load.filesPerDay === 0 ? [] : estimateVariants(load, prices),
  };
};
export type Estimate = ReturnType<typeof estimate>;

const estimateVariants = (load: Load, prices: Prices) => {
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

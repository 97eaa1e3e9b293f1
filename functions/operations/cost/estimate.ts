import { type CostLine, costOf, type Prices } from "../../../shared/prices.ts";
import { publicationTime, usageOf } from "./usage.ts";
import type { Load } from "./work.ts";

export interface Estimate {
  /** Seconds of one publication at the month's end, and of its function. */
  readonly publication: { readonly takes: number; readonly has: number };
  readonly lines: readonly CostLine[];
  readonly total: number;
  readonly totalAfterFree: number;
  /** The same when files come otherwise, or later: what an estimate leans on is shown beside it. */
  readonly others: readonly {
    readonly case: string;
    readonly total: number;
    readonly totalAfterFree: number;
  }[];
}

export const estimate = (load: Load, prices: Prices): Estimate => {
  const lines = costOf(usageOf(load), prices);
  return {
    lines,
    ...totalsOf(lines),
    publication: publicationTime(load),
    others: load.filesPerDay === 0 ? [] : othersOf(load, prices),
  };
};

const othersOf = (load: Load, prices: Prices): Estimate["others"] => {
  const cases: readonly (readonly [string, Partial<Load>])[] = [
    ["all files at once, every day", { rebuildsPerDay: 1 }],
    ["each file by itself", { rebuildsPerDay: load.filesPerDay }],
    ["a row without a price every time", { rarePrices: true }],
    ["a year later", { month: load.month + 12 }],
  ];
  return cases.map(([name, change]) => ({
    case: name,
    ...totalsOf(costOf(usageOf({ ...load, ...change }), prices)),
  }));
};

const totalsOf = (lines: readonly CostLine[]) => ({
  total: lines.reduce((sum, { cost }) => sum + cost, 0),
  totalAfterFree: lines.reduce((sum, { afterFree }) => sum + afterFree, 0),
});

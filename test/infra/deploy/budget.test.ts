import { expect, it } from "vitest";
import { overBudget } from "../../../infra/deploy/budget.ts";

it("a function that grew too large or starts too slowly is over its budget, by name and figure", () => {
  expect(overBudget("predict", 100 * 1024, 799)).toEqual([]);
  expect(overBudget("predict", 100 * 1024, 801)).toEqual([
    "predict: starts in 801 ms, and the budget is 800",
  ]);
  expect(overBudget("ingest", 900 * 1024, 1501)).toEqual([
    "ingest: 900 KiB, and the budget is 800",
    "ingest: starts in 1501 ms, and the budget is 1500",
  ]);
  expect(overBudget("a-stage-to-come", 1, 1501)).toHaveLength(1);
});

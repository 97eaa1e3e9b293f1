import { expect, it } from "vitest";
import { stages } from "../../../functions/pipeline.ts";
import { overBudget } from "../../../infra/deploy/budget.ts";

it("a function that grew too large or starts too slowly is over its budget, by name and figure", () => {
  const { predict, ingest } = stages;
  expect(overBudget("predict", predict, 100 * 1024, 799)).toEqual([]);
  expect(overBudget("predict", predict, 100 * 1024, 801)).toEqual([
    "predict: starts in 801 ms, and the budget is 800",
  ]);
  expect(overBudget("ingest", ingest, 900 * 1024, 1501)).toEqual([
    "ingest: 900 KiB, and the budget is 800",
    "ingest: starts in 1501 ms, and the budget is 1500",
  ]);
});

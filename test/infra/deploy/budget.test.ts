import { expect, it } from "vitest";
import { stages } from "../../../functions/pipeline.ts";
import { overBudget, slowStart } from "../../../infra/deploy/budget.ts";

it("a function that grew too large is over its budget, by name and figure", () => {
  const { ingest, publish, dashboard } = stages;
  expect(overBudget("ingest", ingest, 850 * 1024)).toEqual([]);
  expect(overBudget("ingest", ingest, 900 * 1024)).toEqual(["ingest: 900 KiB, and the budget is 850"]);
  expect(overBudget("dashboard", dashboard, 900 * 1024)).toEqual([]);
  expect(overBudget("publish", publish, 851 * 1024)).toHaveLength(1);
});

it("a function that starts slowly is told of, by its own measure", () => {
  const { predict, ingest } = stages;
  expect([slowStart("predict", predict, 800), slowStart("ingest", ingest, 1500)]).toEqual([[], []]);
  expect(slowStart("predict", predict, 801)).toEqual([
    "predict: starts in 801 ms; on an idle machine it should take 800",
  ]);
  expect(slowStart("ingest", ingest, 1501)).toHaveLength(1);
});

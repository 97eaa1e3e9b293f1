import { describe, expect, it } from "vitest";
import type { ModelInForce } from "../../../functions/6-publish/models-in-force.ts";
import type { CompanyRead } from "../../../functions/6-publish/read-company.ts";
import { planPredictions } from "../../../functions/6-publish/store-predictions.ts";
import { hasSeen, TaskBatch } from "../../../functions/6-publish/task-batch.ts";
import type { Inputs } from "../../../shared/learning/model.ts";
import type { CompanyView } from "../../../shared/serving/sections/company.ts";
import type { CustomerHistory } from "../../../shared/serving/sections/customers.ts";

/** A customer's feature is the gross of the first day; without days there is no row. The model takes 3 away from it. */
const inForce = (more: object = {}): ModelInForce =>
  ({
    task: { name: "spend_30d", horizonDays: 30 },
    horizonDays: 30,
    card: {
      version: "v1",
      horizonDays: 30,
      training: { to: "2024-03-01" },
      features: [
        { name: "season", group: "season", profile: { edges: [], shares: [1, 0] } },
        { name: "gross", group: "spend", profile: { edges: [5], shares: [0.5, 0.5, 0] } },
      ],
      importances: [],
      intervals: null,
      ...more,
    },
    describe: (_: unknown, { days: [first] }: CustomerHistory) =>
      first && {
        features: ["season", "gross"],
        rows: 1,
        x: Float64Array.of(9, first[5]),
        expected: Float64Array.of(first[5] / 2),
      },
    model: {
      predict: ({ x, rows }: Inputs) =>
        Float64Array.from({ length: rows }, (_, row) => (x[2 * row + 1] ?? 0) - 3),
      parts: ({ rows }: Inputs) => ({ chance: new Float64Array(rows).fill(0.25) }),
    },
  }) as unknown as ModelInForce;

const company = {} as CompanyView;
const from = "2024-04-01";
const bought = (...gross: readonly number[]): CustomerHistory =>
  ({
    days: gross.map((amount) => ["2024-03-01", "GB", 1, 1, 1, amount, 0, amount]),
  }) as unknown as CustomerHistory;
const people = [
  ["A", bought(10.126)],
  ["B", bought()],
  ["C|1", bought(1)],
] as const;

describe("the predictions of a task", () => {
  it("are a line for each customer with days, never below zero", () => {
    const told: unknown[] = [];
    const batch = new TaskBatch(inForce(), { company, from });
    const lines = batch.predict(people, (id, value) => told.push([id, value]));
    expect(lines).toEqual(["spend_30d 30 7.13     0.25 5.06 v1|A", "spend_30d 30 0.00     0.25 0.50 v1|C|1"]);
    expect(told).toEqual([
      ["A", expect.closeTo(7.126)],
      ["C|1", 0],
    ]);
    expect(batch.predict([["B", bought()]])).toEqual([]);
  });

  it("have the ranges of the model's residuals, and no chance where the model knows none", () => {
    const bin = { upTo: null, rows: 99, low95: -9, low80: -1, high80: 2, high90: 3, high95: 4 };
    const calibrated = inForce({ intervals: { calibration: { residual: "difference", bins: [bin] } } });
    const { parts: _, ...model } = calibrated.model;
    const batch = new TaskBatch({ ...calibrated, model }, { company, from });
    expect(batch.predict(people.slice(0, 1))).toEqual(["spend_30d 30 7.13 6.13 9.13 0.00 11.13  5.06 v1|A"]);
  });

  it("count how far the customers have drifted, over several slices and runs; seasons are not watched", () => {
    const first = new TaskBatch(inForce(), { company, from });
    first.predict(people.slice(0, 2));
    expect(first.counted).toEqual({ rows: 1, counts: [[0, 1, 0]] });
    const second = new TaskBatch(inForce(), { company, from }, first.counted);
    second.predict(people);
    expect(first.counted).toEqual({ rows: 1, counts: [[0, 1, 0]] });
    expect(second.counted).toEqual({ rows: 3, counts: [[1, 2, 0]] });
    const { features, ...report } = second.drift(new Date("2024-04-02T03:00:00Z"));
    expect(report).toEqual({
      ...{ schema: "daybook.drift/v1", task: "spend_30d", version: "v1", at: "2024-04-02T03:00:00.000Z" },
      ...{ asOf: from, rows: 3 },
    });
    // A third is where a half was, two thirds where the other half was: (1/3 - 1/2) ln(2/3) + (2/3 - 1/2) ln(4/3).
    const psi = (1 / 3 - 1 / 2) * Math.log(2 / 3) + (2 / 3 - 1 / 2) * Math.log(4 / 3);
    expect(features).toEqual([{ name: "gross", psi: expect.closeTo(psi, 10) }]);
  });
});

it("a model has seen a day if the horizon of its last training row reaches beyond it", () => {
  // 30 days after the 1st of March is the 31st.
  expect(["2024-03-30", "2024-03-31", "2024-04-01"].map((day) => hasSeen(inForce(), day))).toEqual([
    true,
    false,
    false,
  ]);
});

describe("what a publication stores", () => {
  const day = { value: 1.005, low80: 0, high80: 2, low95: 0, high95: 3.5 };
  const days = [
    { ...day, date: "2024-04-01", closed: false },
    { ...day, date: "2024-04-02", closed: true },
  ];
  const started = new Date("2024-04-01T23:59:00Z");
  const plan = (forecast: object | null, start: string | undefined, names: string[]) =>
    planPredictions(
      { view: { forecast } } as unknown as CompanyRead,
      start,
      { names, slices: ["s"] },
      started,
    );

  it("is the forecast as lines, beside the slices of the tasks", () => {
    const forecast = { days, method: "weekday means", version: null };
    expect(plan(forecast, from, ["t"])).toEqual([
      {
        ...{ from, madeOn: "2024-04-01", tasks: ["t"], slices: ["s"] },
        forecast: [
          "2024-04-01 open 1.00 0.00 2.00 0.00 3.50 |weekday means",
          "2024-04-02 closed 1.00 0.00 2.00 0.00 3.50 |weekday means",
        ],
      },
    ]);
    expect(plan({ ...forecast, version: "v7" }, from, [])[0]?.forecast?.[0]).toContain(" 3.50 v7|");
  });

  it("is nothing before the first file, or without a model and a forecast", () => {
    expect(plan({ days, method: "m", version: null }, undefined, ["t"])).toEqual([]);
    expect(plan(null, from, [])).toEqual([]);
    expect(plan(null, from, ["t"])[0]?.forecast).toBeNull();
  });
});

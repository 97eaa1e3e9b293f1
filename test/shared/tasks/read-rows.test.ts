import { describe, expect, it } from "vitest";
import { dayOf } from "../../../shared/dates.ts";
import { columnOf } from "../../../shared/learning/columns.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { knownDays, trainingDates } from "../../../shared/tasks/origins.ts";
import { readExamples } from "../../../shared/tasks/read-rows.ts";
import { readSeries } from "../../../shared/tasks/read-series.ts";
import { taskNames } from "../../../shared/tasks/task-names.ts";
import { metricsWarehouse, type ShoppingDay } from "./metrics-warehouse.ts";
import { readInputs } from "./read-inputs.ts";

const sold = (
  date: string,
  customer: string,
  gross: number,
  more: Partial<ShoppingDay> = {},
): ShoppingDay => ({
  date,
  customer,
  gross,
  ...more,
});

const two = [
  sold("2024-01-02", "Ann", 30),
  sold("2024-01-12", "Ann", 50),
  sold("2024-01-20", "Ann", 7),
  sold("2024-01-20", "Bob", 100),
  sold("2024-02-10", "Ann", 20, { returns: 80 }),
  sold("2024-02-19", "Bob", 40),
];

describe("a task", () => {
  it("is a folder with a task.yaml; the error for an unknown task or label lists the known ones", () => {
    expect(taskNames()).toEqual([
      "late_payment",
      "late_payment_open",
      "next_day_spend",
      "payment_week",
      "sales_forecast",
      "spend_30d",
    ]);
    expect(() => loadTask("spend_60d")).toThrow(
      'there is no task "spend_60d"; there are: late_payment, late_payment_open, next_day_spend, payment_week, sales_forecast, spend_30d',
    );
    expect(() => loadTask("next_day_spend", "tomorrow")).toThrow("next_calendar_day, next_active_day");
  });

  it("changes its definition with its label, its SQL and its features, and not otherwise", () => {
    expect(loadTask("spend_30d").definition).toBe(loadTask("spend_30d").definition);
    const labels = ["next_calendar_day", "next_active_day"].map(
      (label) => loadTask("next_day_spend", label).definition,
    );
    expect(new Set([...labels, loadTask("spend_30d").definition]).size).toBe(3);
  });
});

describe("rows", () => {
  it("are the customers who bought before the date, with figures from before it only", async () => {
    const warehouse = await metricsWarehouse([
      ...two,
      sold("2024-01-03", "Cid", 0, { orders: 0, items: 0, returns: 5 }),
    ]);
    const { inputs, entities, asOf } = await readInputs(warehouse, loadTask("spend_30d"), [
      "2024-01-21",
      "2024-01-20",
      "2024-01-02",
    ]);
    expect(asOf.map((date, row) => `${date} ${entities[row]}`)).toEqual([
      "2024-01-20 Ann",
      "2024-01-21 Ann",
      "2024-01-21 Bob",
    ]);
    expect([...columnOf(inputs, "net")]).toEqual([80, 87, 100]);
    expect([...columnOf(inputs, "days_since_last")]).toEqual([8, 1, 1]);
    expect([...columnOf(inputs, "gap_mean")]).toEqual([10, 9, Number.NaN]);
    expect([...columnOf(inputs, "gap_sd")]).toEqual([Number.NaN, Math.SQRT2, Number.NaN]);
    // After one month a company has no home country yet.
    expect([...columnOf(inputs, "home_country")]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it("are the same, in the same order and bit for bit, however many dates are read at once", async () => {
    const many = Array.from({ length: 60 }, (_, day) =>
      sold(`2024-0${day < 30 ? 1 : 2}-${String((day % 30) + 1).padStart(2, "0")}`, `C${day % 7}`, day + 0.1),
    ).filter(({ date }) => date !== "2024-02-30");
    const warehouse = await metricsWarehouse(many);
    const dates = Array.from({ length: 20 }, (_, day) => `2024-02-${String(day + 1).padStart(2, "0")}`);
    const task = loadTask("next_day_spend");
    const together = await readInputs(warehouse, task, dates, { withSequences: true });
    const apart = [];
    for (const date of dates) apart.push(await readInputs(warehouse, task, [date], { withSequences: true }));
    expect(together.entities).toEqual(apart.flatMap(({ entities }) => entities));
    expect([...together.inputs.x]).toEqual(apart.flatMap(({ inputs }) => [...inputs.x]));
    expect([...(together.inputs.sequences?.values ?? [])]).toEqual(
      apart.flatMap(({ inputs }) => [...(inputs.sequences?.values ?? [])]),
    );
  });

  it("are none for a company without a sale", async () => {
    const warehouse = await metricsWarehouse();
    expect(await knownDays(warehouse)).toBeUndefined();
    for (const name of taskNames())
      expect((await readInputs(warehouse, loadTask(name), ["2024-02-01"])).inputs.rows).toBe(0);
  });
});

describe("labels", () => {
  const asOf = ["2024-01-21", "2024-01-22"];

  it("are the net spend of the window: zero for customers who do not buy, never below", async () => {
    const warehouse = await metricsWarehouse(two);
    const read = (knownUntil: string) => readExamples(warehouse, loadTask("spend_30d"), asOf, { knownUntil });
    const { examples, entities } = await read("2024-02-19");
    expect(entities.map((entity, row) => `${entity} ${examples.y[row]}`)).toEqual(["Ann 0", "Bob 40"]);
    expect((await read("2024-02-18")).examples.rows).toBe(0);
    expect((await read("2024-02-20")).examples.rows).toBe(4);
  });

  it("of the next calendar day are mostly zero", async () => {
    const warehouse = await metricsWarehouse(two);
    const { examples, asOf: dates } = await readExamples(
      warehouse,
      loadTask("next_day_spend"),
      ["2024-01-12", "2024-01-13", "2024-02-20"],
      { knownUntil: "2024-02-19" },
    );
    expect(dates.map((date, row) => `${date} ${examples.y[row]}`)).toEqual(["2024-01-12 50", "2024-01-13 0"]);
  });

  it("of the next active day follow a purchase, and are missing for customers who have not returned", async () => {
    const warehouse = await metricsWarehouse(two);
    const task = loadTask("next_day_spend", "next_active_day");
    const days = ["2024-01-03", "2024-01-13", "2024-01-14", "2024-01-21", "2024-02-20"];
    const {
      examples,
      entities,
      asOf: dates,
    } = await readExamples(warehouse, task, days, {
      knownUntil: "2024-02-18",
    });
    expect(entities.map((entity, row) => `${dates[row]} ${entity} ${examples.y[row]}`)).toEqual([
      "2024-01-03 Ann 50",
      "2024-01-13 Ann 7",
      "2024-01-21 Ann 0",
    ]);
  });

  it("of the forecast are one per day ahead: closed days zero, future days left out", async () => {
    const warehouse = await metricsWarehouse(two);
    const { examples, daysAhead } = await readExamples(
      warehouse,
      loadTask("sales_forecast"),
      ["2024-01-19"],
      {
        knownUntil: "2024-01-22",
      },
    );
    expect(daysAhead).toEqual([1, 2, 3, 4]);
    expect([...examples.y]).toEqual([0, 107, 0, 0]);
    expect([...columnOf(examples, "weekday")]).toEqual([6, 7, 1, 2]);
    expect([...columnOf(examples, "mean_7d")]).toEqual(Array(4).fill(50 / 7));
  });
});

describe("origins", () => {
  it("end with the newest window that is over, and start where there is enough history", () => {
    const task = { ...loadTask("spend_30d"), horizonDays: 30 };
    const found = trainingDates(task, { first: "2024-01-01", last: "2024-04-30" });
    expect(found.at(-1)).toBe("2024-04-01");
    expect(found[0]).toBe("2024-02-12");
    expect(found).toHaveLength(8);
    expect(trainingDates(task, { first: "2024-01-01", last: "2024-02-28" })).toEqual([]);
  });
});

describe("the series of a forecast", () => {
  it("has every day from the first sale on, closed ones as zero", async () => {
    const warehouse = await metricsWarehouse(two.slice(0, 4));
    const { firstDay, values } = await readSeries(warehouse, loadTask("sales_forecast"), "2024-01-14");
    expect(firstDay).toBe(dayOf("2024-01-02"));
    expect([...values]).toEqual([30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50, 0]);
  });
});

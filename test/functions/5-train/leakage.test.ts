import { describe, expect, it } from "vitest";
import { readTable } from "../../../functions/5-train/read-table.ts";
import { predictAll } from "../../../functions/5-train/run-fold.ts";
import { trainSettings } from "../../../functions/5-train/tasks.ts";
import { trainTable } from "../../../functions/5-train/train-table.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { forecastSeries } from "../../../shared/learning/forecast/forecast.ts";
import { combination } from "../../../shared/learning/forecast/forecasters.ts";
import { forecastTask } from "../../../shared/learning/forecast/in-use.ts";
import type { Table } from "../../../shared/learning/table.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { readSeries } from "../../../shared/tasks/read-series.ts";
import type { Task } from "../../../shared/tasks/task.ts";
import { taskNames } from "../../../shared/tasks/task-names.ts";
import { type MetricsWarehouse, metricsWarehouse } from "../../shared/tasks/metrics-warehouse.ts";
import { readInputs } from "../../shared/tasks/read-inputs.ts";
import { shopping } from "../../shared/tasks/shopping.ts";

const first = dayOf("2024-01-15");
const today = isoDate(first + 180);
const end = first + 220;

/** Today's predictions of a model that is trained today on everything known. */
const answersToday = async (warehouse: MetricsWarehouse, task: Task): Promise<readonly number[]> => {
  const until = isoDate(dayOf(today) - 1);
  if (task.name === forecastTask) {
    const { values } = await readSeries(warehouse, task, today);
    const { days } = forecastSeries({ firstDay: first, values }, combination, task.horizonDays);
    return days.flatMap(({ value, low80, high95 }) => [value, low80, high95]);
  }
  const table = await readTable({ warehouse }, task, { historyDays: task.horizonDays < 7 ? 80 : 365, until });
  const { model, leaderboard } = await trainTable(table, quick(task));
  const { inputs, entities, asOf } = await readInputs(warehouse, task, [today]);
  const rows: Table = {
    ...inputs,
    ...{ groups: [], entities, asOf, knownOn: asOf, y: new Float64Array(inputs.rows) },
  };
  const scores = leaderboard.flatMap(({ holdout }) => [holdout["rmse"] ?? 0]);
  return [...predictAll(model, rows).predicted, ...scores];
};

const families = ["run_rate", "glm_tweedie", "hurdle_linear"];

/** The fastest families: only what they are given matters here. */
const quick = (task: Task) => {
  const settings = trainSettings(task);
  const candidates = settings.candidates.filter(({ family }) => families.includes(family.name));
  const folds = { ...settings.folds, leastRows: 100 };
  return { ...settings, candidates, preferred: "glm_tweedie", folds };
};

/** Today's predictions, before and after every row from today on is rewritten. */
const beforeAndAfter = async (task: Task) => {
  const warehouse = await metricsWarehouse(shopping(1, first, end));
  const before = await answersToday(warehouse, task);
  await warehouse.cutFrom(today);
  await warehouse.add(shopping(2, dayOf(today), end));
  return { before, after: await answersToday(warehouse, task) };
};

// Tasks about invoices have no shopping to rewrite: test/shared/tasks/credit-leakage.test.ts rewrites their payments.
const tasks = taskNames()
  .map((name) => ({ name, task: loadTask(name) }))
  .filter(({ task }) => task.row !== "item");

describe("what comes later", () => {
  it.each(tasks)(
    "changes no prediction of $name by a bit, and no score that chose the model",
    async ({ task }) => {
      const { before, after } = await beforeAndAfter(task);
      expect(before.length).toBeGreaterThan(20);
      expect(after).toEqual(before);
    },
  );

  it("changes the predictions of a task with a feature that reads it", async () => {
    const task = loadTask("spend_30d");
    const leak =
      "(select cast(sum(ever.net) as float64) from metrics.daily_customer_metrics as ever where ever.customer_id = sums.customer_id)";
    const features = [...task.features, { name: "leaky", group: "value" as const, words: "ever" }];
    const rowsSql = task.rowsSql.replace(/( as expected,\n)/, `$1  ${leak} as leaky,\n`);
    const { before, after } = await beforeAndAfter({ ...task, features, rowsSql });
    expect(after).not.toEqual(before);
  });
});

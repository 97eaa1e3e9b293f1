import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { stepsQuery } from "../../../functions/3-aggregate/tiers/tiers.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { dayAfter } from "../../../shared/learning/forecast/series.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { readSeries } from "../../../shared/tasks/read-series.ts";
import type { Task } from "../../../shared/tasks/task.ts";
import { taskNames } from "../../../shared/tasks/task-names.ts";
import { parseTierRules, standardRules, type TierRules } from "../../../shared/tiers/tier-rules.ts";
import { type MetricsWarehouse, metricsWarehouse } from "./metrics-warehouse.ts";
import { readInputs, type TaskRows } from "./read-inputs.ts";
import { shopping } from "./shopping.ts";

const from = dayOf("2024-01-15");
const lastKnown = isoDate(from + 120);
const end = from + 160;
const asOf = [40, 75, 99, 120, 121].map((days) => isoDate(from + days));

/** Columns and sequences that are not equal bit for bit; or that the rows differ. */
const changed = (before: TaskRows, after: TaskRows): string[] => {
  if (before.entities.join() !== after.entities.join() || before.asOf.join() !== after.asOf.join())
    return ["rows"];
  const { features, rows, x } = before.inputs;
  const differs = (one: ArrayLike<number> = [], other: ArrayLike<number> = []) =>
    one.length !== other.length || Array.from(one).some((value, index) => !Object.is(value, other[index]));
  const found = features.filter((_, column) =>
    Array.from({ length: rows }, (__, row) => row * features.length + column).some(
      (cell) => !Object.is(x[cell], after.inputs.x[cell]),
    ),
  );
  if (differs(before.inputs.expected, after.inputs.expected)) found.push("expected");
  if (differs(before.inputs.sequences?.values, after.inputs.sequences?.values)) found.push("sequences");
  return found;
};

/** What changes for as-of dates up to the day after `lastKnown` when all later rows are rewritten, and removed. */
const changesOf = async (task: Task, rules?: TierRules): Promise<string[]> => {
  const warehouse = await metricsWarehouse(shopping(1, from, end));
  const read = async () => {
    if (rules) await tierAnew(warehouse, rules);
    return readInputs(warehouse, task, asOf, { withSequences: true });
  };
  const before = await read();
  expect(before.inputs.rows).toBeGreaterThan(15);
  const found = new Set<string>();
  for (const seed of [2, 3]) {
    await rewriteAfter(warehouse, seed);
    for (const name of changed(before, await read())) found.add(name);
  }
  await warehouse.cutFrom(isoDate(dayOf(lastKnown) + 1));
  for (const name of changed(before, await read())) found.add(name);
  return [...found];
};

/** Every customer's tiers by these rules, from the days that are known. */
const tierAnew = async (warehouse: MetricsWarehouse, rules: TierRules): Promise<void> => {
  const { query, params } = stepsQuery(rules);
  const script = `delete from metrics.tiers where true;
insert into metrics.tiers (customer_id, tier, valid_from, valid_to, reason, tier_level)
select customer_id, tier_name, on_date, if(next_on <= as_of, date_sub(next_on, interval 1 day), null), step_reason, step_level
from (${query.replace(/;$/, "")}) as steps
where on_date <= as_of`;
  await warehouse.run({ id: randomUUID(), script: withCustomers + script, params });
};

/** The steps are those of the customers in this table. */
const withCustomers = `delete from metrics.customers where true;
insert into metrics.customers (customer_id, first_day, last_day, active_days, orders, items, gross, returns, net)
select customer_id, min(business_date), max(business_date), count(*), sum(orders), sum(items), sum(gross), sum(returns), sum(net)
from metrics.daily_customer_metrics
where business_date >= date '0001-01-01'
group by customer_id;
`;

const rewriteAfter = async (warehouse: MetricsWarehouse, seed: number): Promise<void> => {
  await warehouse.cutFrom(isoDate(dayOf(lastKnown) + 1));
  await warehouse.add(shopping(seed, dayOf(lastKnown) + 1, end));
};

const halves = parseTierRules(
  "name: halves\nkind: rank\nmeasure: mean_monthly_net\ntiers: [{ name: Top, share: 0.5 }, { name: Rest, share: 1 }]",
  "halves.yaml",
);

/** Invoices on credit have a test of their own: credit-leakage.test.ts. */
const everyLabel = [
  ...taskNames()
    .map((name) => loadTask(name))
    .filter(({ row }) => row !== "item"),
  loadTask("next_day_spend", "next_active_day"),
];

describe("what comes later", () => {
  it.each(everyLabel.map((task) => ({ name: `${task.name} (${task.label})`, task })))(
    "changes no feature of $name by a bit, rewritten or removed",
    async ({ task }) => {
      expect(await changesOf(task)).toEqual([]);
    },
  );

  it("changes a feature that reads it, and no other", async () => {
    const leaks: Record<string, string> = {
      spend_30d:
        "(select cast(sum(ever.net) as float64) from metrics.daily_customer_metrics as ever where ever.customer_id = sums.customer_id)",
      sales_forecast:
        "(select cast(sum(ever.net) as float64) from metrics.daily_sales as ever where ever.dimension = 'company')",
    };
    for (const [name, leak] of Object.entries(leaks)) {
      const task = loadTask(name);
      const features = [...task.features, { name: "leaky", group: "value" as const, words: "ever" }];
      const rowsSql = task.rowsSql.replace(/( as expected,\n)/, `$1  ${leak} as leaky,\n`);
      expect(await changesOf({ ...task, features, rowsSql })).toEqual(["leaky"]);
    }
  });

  it.each([
    ["thresholds", standardRules()],
    ["ranks", halves],
  ])("changes no tier of the past by %s, but the one in force", async (_, rules) => {
    const task = loadTask("spend_30d");
    const named = (name: string) => ({ name, group: "record" as const, words: name });
    const features = [...task.features, named("tier_level"), named("tier_days")];
    expect(await changesOf({ ...task, features }, rules)).toEqual([]);
    const leak =
      "(select cast(max(ever.tier_level) as float64) from metrics.tiers as ever where ever.customer_id = sums.customer_id and valid_to is null)";
    const rowsSql = task.rowsSql.replace(/( as expected,\n)/, `$1  ${leak} as leaky,\n`);
    expect(await changesOf({ ...task, features: [...features, named("leaky")], rowsSql }, rules)).toEqual([
      "leaky",
    ]);
  });

  it("changes a window that reaches one day too far", async () => {
    const task = loadTask("spend_30d");
    const rowsSql = task.rowsSql.replace("where business_date < as_of", "where business_date <= as_of");
    expect(rowsSql).not.toBe(task.rowsSql);
    expect(await changesOf({ ...task, rowsSql })).toEqual(expect.arrayContaining(["net_7d", "expected"]));
  });

  it("changes no series that a forecast starts from", async () => {
    const warehouse = await metricsWarehouse(shopping(1, from, end));
    const before = await readSeries(warehouse, loadTask("sales_forecast"), isoDate(dayOf(lastKnown) + 1));
    expect(dayAfter(before)).toBe(dayOf(lastKnown) + 1);
    await rewriteAfter(warehouse, 2);
    expect(await readSeries(warehouse, loadTask("sales_forecast"), isoDate(dayOf(lastKnown) + 1))).toEqual(
      before,
    );
  });
});

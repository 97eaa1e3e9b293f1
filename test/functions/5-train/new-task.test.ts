import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { trainables } from "../../../functions/5-train/tasks.ts";
import { train } from "../../../functions/5-train/train.ts";
import { modelsInForce } from "../../../functions/6-publish/models-in-force.ts";
import { publish } from "../../../functions/6-publish/publish.ts";
import { predict } from "../../../functions/7-predict/predict.ts";
import { allFamilies } from "../../../functions/families.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { wake } from "../../../shared/events.ts";
import { stream } from "../../../shared/learning/random.ts";
import type { Platform } from "../../../shared/platform.ts";
import { registryIn } from "../../../shared/registry/registry.ts";
import { openModel } from "../../../shared/registry/self-test.ts";
import { loadTask, loadTasks } from "../../../shared/tasks/load-tasks.ts";
import { readExamples } from "../../../shared/tasks/read-rows.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { daybookJson } from "../../infra/cli/laptop-process.ts";
import { addShopping, metricsWarehouse, type ShoppingDay } from "../../shared/tasks/metrics-warehouse.ts";
import { readInputs } from "../../shared/tasks/read-inputs.ts";

const name = "back_within_week";
const taskYaml = `
name: ${name}
says: Whether a customer buys within a week
kind: classification
unit: chance
row: window
entity: customer
horizonDays: 7
origins: { everyDays: 7, historyDays: 28, leastRows: 200 }
rows: rows.sql
features:
  - { name: days_since_last, group: recency, words: days since the last purchase }
  - { name: orders_28d, group: frequency, words: orders in the last 28 days }
label: bought
labels:
  bought: { says: "1 if the customer buys", sql: bought.sql, absent: zero }
`;
const rowsSql = `
select
  as_of, customer_id as entity,
  cast(date_diff(as_of, max(business_date), day) as float64) as days_since_last,
  cast(countif(date_diff(as_of, business_date, day) <= 28) as float64) as orders_28d
from unnest(@as_of) as as_of
join metrics.daily_customer_metrics on business_date < as_of
group by as_of, customer_id
order by as_of, entity`;
const boughtSql = `
select as_of, customer_id as entity, 1.0 as label
from unnest(@as_of) as as_of
join metrics.daily_customer_metrics
  on business_date >= as_of and business_date < date_add(as_of, interval @horizon_days day)
where business_date <= @known_until
group by as_of, customer_id`;

const root = mkdtempSync(join(tmpdir(), "daybook-new-task-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A folder of tasks with this one in it. */
const folderWith = (yaml: string, label = boughtSql): string => {
  const folder = mkdtempSync(join(root, "tasks-"));
  mkdirSync(join(folder, name));
  for (const [file, text] of [
    ["task.yaml", yaml],
    ["rows.sql", rowsSql],
    ["bought.sql", label],
  ] as const)
    writeFileSync(join(folder, name, file), text);
  return folder;
};

/** Customers who come often, and customers who come rarely. */
const purchases = (): ShoppingDay[] => {
  const random = stream(1, "purchases");
  const first = dayOf("2024-01-01");
  return Array.from({ length: 230 }, (_, day) =>
    Array.from({ length: 50 }, (_, customer) => ({
      date: isoDate(first + day),
      customer: `C${customer}`,
    })).filter((_, customer) => random.chance(customer % 2 === 0 ? 0.25 : 0.03)),
  ).flat();
};

describe("a classification that exists only as a task file and two SQL files", () => {
  const tasks = loadTasks(folderWith(taskYaml));
  const logged: (readonly [string, unknown])[] = [];
  let home: OpenedHome;
  let platform: Platform;

  beforeAll(async () => {
    home = await openTemporaryHome();
    const log = {
      ...home.platform.log,
      info: (text: string, fields?: unknown) => void logged.push([text, fields]),
    };
    await addShopping(home.platform.warehouse, purchases());
    platform = { ...home.platform, log };
    await train(platform, trainables(tasks))(wake("train"));
  });
  afterAll(() => home.discard());

  it("is trained, scored as a chance beside the baselines of its kind, and promoted", async () => {
    const registry = registryIn(platform.models);
    const version = (await registry.current(name))?.value.version ?? "";
    const { card, saved } = await registry.load(name, version);
    expect(card).toMatchObject({
      target: { name: "bought", kind: "chance" },
      intervals: null,
      verdict: { promote: true, measure: "logLoss" },
    });
    expect(card.leaderboard.filter(({ baseline }) => baseline).map(({ family }) => family)).toEqual([
      "zero",
      "mean",
    ]);
    const [chosen, mean] = [card.family, "mean"].map((name) =>
      card.leaderboard.find(({ family }) => family === name),
    );
    expect(chosen?.holdout["auc"]).toBeGreaterThan(0.75);
    for (const measure of ["logLoss", "brier"])
      expect(chosen?.holdout[measure]).toBeLessThan(mean?.holdout[measure] ?? Number.NaN);
    const model = openModel(
      { card, saved },
      allFamilies(tasks),
      card.features.map((feature) => feature.name),
    );
    const often = Float64Array.of(1, 8);
    const row = { features: card.features.map((feature) => feature.name), rows: 1, x: often };
    expect(model.predict({ ...row, expected: Float64Array.of(1) })[0]).toBeGreaterThan(0.6);
  });

  it("is left out of the publication, which says why once, and out of the answers", async () => {
    const families = allFamilies(tasks);
    for (let publication = 0; publication < 2; publication++)
      expect(await modelsInForce(platform, families, tasks)).toEqual([]);
    expect(logged.filter(([text]) => text === "no batch predictions")).toEqual([
      ["no batch predictions", { task: name, why: expect.stringContaining("names no describer") }],
    ]);
    // Training woke the home's own publication: only one at a time publishes.
    await home.platform.bus.idle();
    await dirtySetIn(platform.state).add("publish", "a day", {
      feed: "metrics",
      fileDate: "2024-08-17",
      days: [],
    });
    await publish(platform, families)(wake("publish"));
    const reply = await predict(platform, families)({ method: "GET", path: "/v1/forecast", bytes: 0 });
    expect(reply.status).toBe(200);
  });

  it("is listed with the other models", async () => {
    await home.close();
    const at = ["--home", join(home.folder, "home")];
    expect(await daybookJson(...at, "models", "list")).toMatchObject([{ task: name, answers: true }]);
    expect(await daybookJson(...at, "leaderboard", name)).toMatchObject([{ task: name }]);
  });
});

describe("a task file that contradicts itself", () => {
  it.each([
    ["unit: chance", "unit: money", "a classification cannot have the unit money; it may have chance"],
    ["kind: classification", "kind: ranking", 'expected one of "regression"|"classification"|"forecast"'],
    ["unit: chance", "unit: days", 'expected one of "money"|"number"|"chance"'],
    ["kind: classification\nunit: chance", "kind: forecast\nunit: money", "a forecast needs a series"],
    ["label: bought", "label: sold", "there is no label sold; there are bought"],
    ["rows: rows.sql", "rows: lines.sql", "no such file or directory"],
    [`name: ${name}`, "name: another", "its name is another"],
  ])("is refused when it says %j as %j", (given, changed, fault) => {
    const folder = folderWith(taskYaml.replace(given, changed));
    expect(() => loadTasks(folder)).toThrow(`${name}/task.yaml: `);
    expect(() => loadTasks(folder)).toThrow(fault);
  });
});

describe("the rows of a task file", () => {
  it("are refused when the label of a classification is not 0 or 1", async () => {
    const folder = folderWith(taskYaml, boughtSql.replace("1.0 as label", "2.0 as label"));
    const warehouse = await metricsWarehouse(purchases());
    const read = readExamples(warehouse, loadTask(name, undefined, folder), ["2024-03-01"], {
      knownUntil: "2024-08-01",
    });
    await expect(read).rejects.toThrow("the label of a classification must be 0 or 1, not 2");
  });

  it("may be several for one entity and date, each told apart by its item", async () => {
    const perDay = (sql: string) =>
      sql
        .replace("as entity,", "as entity, cast(business_date as string) as item,")
        .replace(/group by.*/, "group by as_of, customer_id, business_date");
    const folder = folderWith(taskYaml.replace("row: window", "row: item"), perDay(boughtSql));
    writeFileSync(join(folder, name, "rows.sql"), perDay(rowsSql));
    const task = loadTask(name, undefined, folder);
    const warehouse = await metricsWarehouse(purchases());
    const { entities, inputs } = await readInputs(warehouse, task, ["2024-03-01"]);
    expect(entities.length).toBeGreaterThan(2 * new Set(entities).size);
    expect(inputs.expected.every((value) => value === 1)).toBe(true);
  });
});

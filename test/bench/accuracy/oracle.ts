import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTable } from "../../../functions/5-train/read-table.ts";
import { historyDays, trainSettings } from "../../../functions/5-train/tasks.ts";
import { trainTable } from "../../../functions/5-train/train-table.ts";
import { filesBelow } from "../../../infra/cli/files-below.ts";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { openHome } from "../../../infra/laptop/home.ts";
import { CompanyOptions, writeCompany } from "../../../infra/laptop/synthetic/company.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { rSquared } from "../../../shared/learning/metrics/errors.ts";
import { mean } from "../../../shared/learning/numbers.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { readInputs } from "../../shared/tasks/read-inputs.ts";
import type { Goal, Line, Protocol } from "./protocol.ts";

const seeds = [1, 2, 3];
const company = { from: "2023-01-01", days: 400, anomalies: 0 };
/** The default of `daybook generate` for its 250 lines a day, and twice as many customers with half the history each. */
const sizes = [400, 800];

/**
 * S1: synthetic companies, where each customer's expected spend is known. The best possible model predicts exactly that. The
 * share of its R² that a model reaches is 1 minus its squared distance from it, divided by its variance among customers.
 */
export const oracle = async (): Promise<Protocol> => {
  const lines: Line[] = [];
  const goals: Goal[] = [];
  for (const customers of sizes) {
    const own: Line[] = [];
    for (const seed of seeds) own.push(await lineOf(seed, customers));
    lines.push(...own);
    const value = mean(own.map(({ scores }) => scores["share"] ?? Number.NaN));
    const what = `share of the oracle's R² that the promoted model reaches, ${customers} customers`;
    goals.push({ what, value, atLeast: 0.9 });
  }
  return {
    title: "S1  spend in the next 30 days (spend_30d) against the oracle of synthetic companies",
    facts: [
      `${company.days} days of ${sizes.join(" and of ")} customers each; the newest day's customers are answered for`,
    ],
    columns: ["share", "shareOfRunRate", "customers"],
    lines,
    goals,
  };
};

const lineOf = async (seed: number, customers: number): Promise<Line> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-oracle-"));
  const home = await openHome(readEnv({ DAYBOOK_HOME: join(folder, "home") }), silentLog);
  try {
    const files = join(folder, "files");
    writeCompany(CompanyOptions.parse({ ...company, customers, seed }), files, () => {});
    for (const { name, path } of filesBelow(files)) if (!name.startsWith("_")) await home.drop(name, path);
    await home.settle();
    const truth = truthIn(join(files, "_truth/customers.csv"));
    return await scored(home.platform, seed, truth);
  } finally {
    await home.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const truthIn = (file: string): ReadonlyMap<string, number> => {
  const [head = "", ...rows] = readFileSync(file, "utf8").trim().split("\n");
  const [id, expected] = ["customer_id", "expected_spend_30d"].map((name) => head.split(",").indexOf(name));
  return new Map(rows.map((row) => [row.split(",")[id ?? 0] ?? "", Number(row.split(",")[expected ?? 0])]));
};

const scored = async (
  { warehouse }: Parameters<typeof readTable>[0],
  seed: number,
  truth: ReadonlyMap<string, number>,
): Promise<Line> => {
  const task = loadTask("spend_30d");
  const started = performance.now();
  const table = await readTable({ warehouse }, task, { historyDays: historyDays(task) });
  const { model, choice } = await trainTable(table, trainSettings(task));
  const today = isoDate(dayOf(company.from) + company.days);
  const { inputs, entities } = await readInputs(warehouse, task, [today]);
  const expected = Float64Array.from(entities, (entity) => truth.get(entity) ?? Number.NaN);
  if (expected.some(Number.isNaN)) throw new Error("a customer is not among the truths");
  return {
    name: `seed ${seed}: ${choice.family}`,
    baseline: false,
    scores: {
      share: rSquared(expected, model.predict(inputs)),
      shareOfRunRate: rSquared(expected, inputs.expected),
      customers: entities.length,
    },
    seconds: (performance.now() - started) / 1000,
  };
};

import { rmSync } from "node:fs";
import { join } from "node:path";
import { readTable } from "../../../functions/5-train/read-table.ts";
import { tabular } from "../../../functions/5-train/tabular.ts";
import { trainables, trainSettings } from "../../../functions/5-train/tasks.ts";
import { train } from "../../../functions/5-train/train.ts";
import type { Trainable } from "../../../functions/5-train/trainable.ts";
import { filesBelow } from "../../../infra/cli/files-below.ts";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { openHome } from "../../../infra/laptop/home.ts";
import { CompanyOptions, writeCompany } from "../../../infra/laptop/synthetic/company.ts";
import { wake } from "../../../shared/events.ts";
import type { Platform } from "../../../shared/platform.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";

/** Trees, the dearest to ask, against the plain rule: all families would take minutes and serve no better. */
const tried = new Set(["run_rate", "trees_tweedie"]);

const tasks = ["next_day_spend", "spend_30d"];

const quick = (name: string): Trainable => {
  const task = loadTask(name);
  const settings = trainSettings(task);
  return tabular({
    sql: task.definition,
    read: (platform, signal) => readTable(platform, task, { historyDays: 365, signal }),
    settings: {
      ...settings,
      candidates: settings.candidates.filter(({ family }) => tried.has(family.name)),
      preferred: "trees_tweedie",
    },
  });
};

/** A company's data in `folder`, loaded, trained and published. Answers its customers. */
export const makeTrainedHome = async (
  folder: string,
  { allFamilies = false } = {},
): Promise<readonly string[]> => {
  const company = join(folder, "company");
  const options = CompanyOptions.parse({ days: 180, customers: 200, linesPerDay: 80, anomalies: 0 });
  writeCompany(options, company, () => undefined);
  const home = await openHome(readEnv({ DAYBOOK_HOME: join(folder, "home") }), silentLog);
  for (const { name, path } of filesBelow(company)) await home.drop(name, path);
  await home.settle();
  const all = allFamilies ? trainables(tasks.map((name) => loadTask(name))) : tasks.map(quick);
  await train(home.platform, all)(wake("train"), { asked: true, anew: true });
  await home.settle();
  const customers = await customersOf(home.platform);
  await home.close();
  rmSync(company, { recursive: true });
  return customers;
};

export const customersOf = async ({ warehouse }: Pick<Platform, "warehouse">): Promise<readonly string[]> => {
  const rows = await warehouse.query("select customer_id from metrics.customers order by customer_id");
  return rows.map(({ customer_id }) => String(customer_id));
};

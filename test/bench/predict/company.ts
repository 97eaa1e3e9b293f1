import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readTable } from "../../../functions/5-train/read-table.ts";
import { tabular } from "../../../functions/5-train/tabular.ts";
import { settingsOf } from "../../../functions/5-train/tasks.ts";
import { train } from "../../../functions/5-train/train.ts";
import { customersInTables } from "../../../functions/6-publish/customers.ts";
import { readCompany } from "../../../functions/6-publish/read-company.ts";
import { readEnv } from "../../../infra/env.ts";
import { type Home, openHome } from "../../../infra/laptop/home.ts";
import { silentLog } from "../../../infra/logger.ts";
import { wake } from "../../../shared/events.ts";
import { registryIn } from "../../../shared/models/registry.ts";
import type { CustomerHistory } from "../../../shared/serving/snapshot.ts";
import { inForceNow, writeSnapshot } from "../../../shared/serving/write-snapshot.ts";
import { CompanyOptions, generateCompany } from "../../../shared/synthetic/company.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";

const task = "spend_30d";
const days = 200;
/** Each real customer stands for so many. */
const copies = 60;

/** A company with the small network in force and a snapshot of many shards. Answers ids of its customers and the family. */
export const prepare = async (folder: string): Promise<{ customers: string[]; family: string }> => {
  const home = await openHome(readEnv({ DAYBOOK_HOME: folder }), silentLog);
  try {
    const made = generateCompany(CompanyOptions.parse({ days, customers: 300, anomalies: 0 }));
    for (const { name, text } of made) {
      if (name.startsWith("_") || name.startsWith("credit/")) continue;
      const path = join(folder, "made", name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      await home.drop(name, path);
    }
    await home.settle();
    const family = await trainNetwork(home);
    await home.settle();
    return { customers: await multiply(home), family };
  } finally {
    await home.close();
  }
};

/** Only the network and the plain run-rate: which family is best is not what is measured here. */
const trainNetwork = async ({ platform }: Home): Promise<string> => {
  const known = loadTask(task);
  const settings = settingsOf(known);
  const candidates = settings.candidates.filter(({ family }) =>
    [settings.preferred, settings.fallback].includes(family.name),
  );
  const trainable = tabular({
    name: task,
    sql: known.definition,
    settings: { ...settings, candidates },
    read: (given, signal) => readTable(given, known, { historyDays: 365, signal }),
  });
  const [done] = (await train(platform, [trainable])(wake("train"), { asked: true })) ?? [];
  const current = await registryIn(platform.models).current(task);
  if (!current) throw new Error(`no model: ${JSON.stringify(done)}`);
  return (await registryIn(platform.models).card(task, current.value.version)).family;
};

const multiply = async ({ platform }: Home): Promise<string[]> => {
  const { company, firstDay, asOf } = await readCompany(platform);
  const real: (readonly [string, CustomerHistory])[] = [];
  for await (const customer of customersInTables(platform.warehouse)) real.push(customer);
  const many = real
    .flatMap(([id, history]) =>
      Array.from({ length: copies }, (_, copy) => [`${id}-${copy}`, history] as const),
    )
    .toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const {
    manifest: { shards },
  } = await writeSnapshot(platform.serving, "bench", {
    replaces: await inForceNow(platform.serving),
    facts: { created: new Date().toISOString(), firstDay, asOf, currency: "GBP", timeZone: "Europe/London" },
    company,
    customers: each(many),
  });
  console.log(`     ${many.length} customers in ${shards.length} shards`);
  return shards.map(({ first }) => first);
};

async function* each<Value>(values: readonly Value[]): AsyncGenerator<Value> {
  yield* values;
}

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readTable } from "../../../functions/5-train/read-table.ts";
import { tabular } from "../../../functions/5-train/tabular.ts";
import { trainSettings } from "../../../functions/5-train/tasks.ts";
import { train } from "../../../functions/5-train/train.ts";
import { customersInTables } from "../../../functions/6-publish/customers.ts";
import { readCompany } from "../../../functions/6-publish/read-company.ts";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { type Home, openHome } from "../../../infra/laptop/home.ts";
import { CompanyOptions, generateCompany } from "../../../infra/laptop/synthetic/company.ts";
import { wake } from "../../../shared/events.ts";
import { type Candidate, medianCandidate } from "../../../shared/learning/candidate.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { registryIn } from "../../../shared/registry/registry.ts";
import { company } from "../../../shared/serving/sections/company.ts";
import { type CustomerHistory, customers } from "../../../shared/serving/sections/customers.ts";
import { shardsOf } from "../../../shared/serving/snapshot-manifest.ts";
import { shardedSection, wholeSection } from "../../../shared/serving/write-parts.ts";
import { currentGeneration, writeSnapshot } from "../../../shared/serving/write-snapshot.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";

const task = "spend_30d";
const days = 200;
/** On Online Retail they do worse than the plain rule, and are not in the median: seven are, at most. */
const noMembers = ["ridge", "hurdle_linear"];
/** Each real customer stands for so many. */
const copies = 60;

export interface Company {
  /** The first id of each shard. */
  readonly customers: readonly string[];
  /** Versions of models, by what they are. */
  readonly models: Readonly<Record<"the network" | "the median", string>>;
}

/** A company with a snapshot of many shards, and two models that can answer. */
export const prepare = async (folder: string): Promise<Company> => {
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
    const settings = trainSettings(loadTask(task));
    const network = settings.candidates.filter(({ family }) => family.name === settings.preferred);
    const median = medianCandidate(
      settings.candidates.filter(({ family, baseline }) => !baseline && !noMembers.includes(family.name)),
    );
    const models = {
      "the network": await trained(home, network),
      "the median": await trained(home, [median]),
    };
    await home.settle();
    return { customers: await multiply(home), models };
  } finally {
    await home.close();
  }
};

/** Beside the plain run-rate: which family is best is not what is measured here. Answers the version. */
const trained = async ({ platform }: Home, candidates: readonly Candidate[]): Promise<string> => {
  const known = loadTask(task);
  const settings = trainSettings(known);
  const [first] = candidates;
  const rule = settings.candidates.filter(({ family }) => family.name === settings.fallback);
  const trainable = tabular({
    sql: known.definition,
    settings: {
      ...settings,
      candidates: [...rule, ...candidates],
      combines: false,
      preferred: first?.family.name ?? settings.preferred,
    },
    read: (given, signal) => readTable(given, known, { historyDays: 365, signal }),
  });
  const [done] = (await train(platform, [trainable])(wake("train"), { asked: true })) ?? [];
  const version = done && "version" in done ? done.version : null;
  if (!version) throw new Error(`no model: ${JSON.stringify(done)}`);
  return version;
};

/** Puts a version in force for processes that start from now on. */
export const answerBy = async (models: ObjectStore, version: string): Promise<void> => {
  const registry = registryIn(models);
  const generation = (await registry.generation(task)) ?? "0";
  await registry.promote(task, version, { because: "it is measured", at: new Date() }, generation);
};

const multiply = async ({ platform }: Home): Promise<string[]> => {
  const { view, firstDay, asOf } = await readCompany(platform);
  const real: (readonly [string, CustomerHistory])[] = [];
  for await (const customer of customersInTables(platform.warehouse)) real.push(customer);
  const many = real
    .flatMap(([id, history]) =>
      Array.from({ length: copies }, (_, copy) => [`${id}-${copy}`, history] as const),
    )
    .toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const { manifest } = await writeSnapshot(platform.serving, "bench", {
    replaces: await currentGeneration(platform.serving),
    facts: { created: new Date().toISOString(), firstDay, asOf, currency: "GBP", timeZone: "Europe/London" },
    sections: [wholeSection(company, view), shardedSection(customers, each(many))],
  });
  const shards = shardsOf(manifest, customers.name);
  console.log(`     ${many.length} customers in ${shards.length} shards`);
  return shards.map(({ first }) => first);
};

async function* each<Value>(values: readonly Value[]): AsyncGenerator<Value> {
  yield* values;
}

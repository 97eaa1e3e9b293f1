import { messageOf } from "../../shared/errors.ts";
import type { Family, Model } from "../../shared/learning/model.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import type { Card } from "../../shared/registry/card.ts";
import { type Registry, registryIn } from "../../shared/registry/registry.ts";
import { openModel } from "../../shared/registry/self-test.ts";
import { latestGood, type Reader, type Served, type Tools } from "../../shared/serving/latest-good.ts";
import { loadTask } from "../../shared/tasks/load-tasks.ts";
import { featureNames, type Task } from "../../shared/tasks/task.ts";
import type { Horizon } from "./api.ts";

export const horizonTasks = { next_day: "next_day_spend", "30d": "spend_30d" } as const satisfies Record<
  Horizon,
  string
>;

export const horizons = Object.keys(horizonTasks) as readonly Horizon[];

export interface LoadedModel {
  readonly card: Card;
  readonly model: Model;
  readonly task: Task;
}

/** How many earlier versions are tried if the promoted one cannot be opened. */
const mostTried = 3;

/** Readers of the promoted models, in the order of the horizons. */
export const modelReaders = (
  models: ObjectStore,
  families: ReadonlyMap<string, Family>,
  tools: Tools,
): readonly Reader<LoadedModel>[] => {
  const registry = registryIn(models);
  return horizons.map((horizon) => modelReader(registry, loadTask(horizonTasks[horizon]), families, tools));
};

const modelReader = (
  registry: Registry,
  task: Task,
  families: ReadonlyMap<string, Family>,
  tools: Tools,
): Reader<LoadedModel> => {
  const open = async (version: string): Promise<LoadedModel> => {
    const loaded = await registry.load(task.name, version);
    return { card: loaded.card, model: openModel(loaded, families, featureNames(task)), task };
  };
  return latestGood(
    tools,
    "model",
    () => registry.generation(task.name),
    async () => {
      const current = await registry.current(task.name);
      if (!current) throw new Error(`${task.name} has no model in force`);
      const { version, before } = current.value;
      return firstGood([version, ...before.toReversed().slice(0, mostTried)], open);
    },
  );
};

/** The first version that can be opened, and why the ones before it cannot. A process that just started needs it, too. */
const firstGood = async (
  versions: readonly string[],
  open: (version: string) => Promise<LoadedModel>,
): Promise<Served<LoadedModel>> => {
  let fault: unknown;
  for (const version of versions) {
    try {
      const value = await open(version);
      return fault === undefined ? { value } : { value, stale: messageOf(fault) };
    } catch (error) {
      fault ??= error;
    }
  }
  throw fault;
};

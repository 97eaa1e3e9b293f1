import { messageOf } from "../../shared/errors.ts";
import type { Card } from "../../shared/models/card.ts";
import type { Family, Model } from "../../shared/models/model.ts";
import { registryIn } from "../../shared/models/registry.ts";
import { openModel } from "../../shared/models/self-test.ts";
import type { Platform } from "../../shared/platform.ts";
import {
  type Reader,
  type Served,
  type Snapshot,
  snapshotReader,
  switching,
} from "../../shared/serving/read-snapshot.ts";
import { loadTask } from "../../shared/tasks/load-tasks.ts";
import type { Task } from "../../shared/tasks/task.ts";
import type { Horizon } from "./api.ts";
import { Problem } from "./problem.ts";

export type PredictPlatform = Pick<Platform, "serving" | "models" | "clock" | "log">;

export const taskOf = { next_day: "next_day_spend", "30d": "spend_30d" } as const satisfies Record<
  Horizon,
  string
>;

export interface LoadedModel {
  readonly card: Card;
  readonly model: Model;
  readonly task: Task;
}

/** What one answer is made from, taken once: whatever is published meanwhile, the answer is of one piece. */
export interface World {
  readonly snapshot: Served<Snapshot>;
  model(horizon: Horizon): Served<LoadedModel>;
  readonly models: readonly Served<LoadedModel>[];
}

export interface Worlds {
  now(): Promise<World>;
  /** Why nothing can be answered yet. Empty when all is there. */
  missing(): Promise<readonly string[]>;
}

/** How long a model or snapshot is taken for the newest. */
const freshMs = 5_000;

/** So many of those that answered before are tried. */
const mostTried = 3;

export const worldsOf = (platform: PredictPlatform, families: ReadonlyMap<string, Family>): Worlds => {
  const tools = { clock: platform.clock, log: platform.log, freshMs };
  const snapshots = snapshotReader(platform.serving, tools);
  const registry = registryIn(platform.models);
  const readers = new Map<Horizon, Reader<LoadedModel>>();
  for (const [horizon, name] of Object.entries(taskOf) as [Horizon, string][]) {
    const task = loadTask(name);
    const features = task.features.map((feature) => feature.name);
    readers.set(
      horizon,
      switching(
        tools,
        "model",
        async () => (await registry.current(name))?.generation,
        async () => {
          const current = await registry.current(name);
          if (!current) throw new Error(`${name} has no model in force`);
          const { version, before } = current.value;
          return firstGood([version, ...before.toReversed().slice(0, mostTried)], async (version) => {
            const loaded = await registry.load(name, version);
            return { card: loaded.card, model: openModel(loaded, families, features), task };
          });
        },
      ),
    );
  }
  const look = async () => {
    const [snapshot, ...models] = await Promise.all([
      snapshots.current(),
      ...[...readers].map(async ([horizon, reader]) => [horizon, await reader.current()] as const),
    ]);
    return { snapshot, models: new Map(models) };
  };
  return {
    async now() {
      const { snapshot, models } = await look();
      if (!snapshot) throw new Problem("not-ready", nothingPublished);
      return {
        snapshot,
        models: [...models.values()].filter((served) => served !== undefined),
        model: (horizon) => models.get(horizon) ?? noModel(horizon),
      };
    },
    async missing() {
      const { snapshot, models } = await look();
      const without = [...models].filter(([, served]) => !served);
      return [...(snapshot ? [] : [nothingPublished]), ...without.map(([horizon]) => notTrained(horizon))];
    },
  };
};

const nothingPublished =
  "nothing has been published yet: drop a day's file, and when it is through, ask again";

const notTrained = (horizon: Horizon): string =>
  `no model for ${taskOf[horizon]} has been trained yet: the nightly training makes one, or \`daybook train ${taskOf[horizon]}\``;

const noModel = (horizon: Horizon): never => {
  throw new Problem("not-ready", notTrained(horizon));
};

/** The newest that can be opened, also for a process that starts only now; why the newest of all cannot. */
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

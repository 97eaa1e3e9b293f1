import type { Family } from "../../shared/learning/model.ts";
import type { Platform } from "../../shared/platform.ts";
import { type Snapshot, snapshotReader } from "../../shared/serving/read-snapshot.ts";
import type { Served } from "../../shared/serving/switching.ts";
import { type Soon, whenAllThere, whenThere } from "../../shared/value-or-promise.ts";
import type { Horizon } from "./api.ts";
import { horizons, type LoadedModel, modelReaders, taskOf } from "./model-readers.ts";
import { Problem } from "./problem.ts";

export type PredictPlatform = Pick<Platform, "serving" | "models" | "clock" | "log">;

/** What one answer is made from, taken once: whatever is published meanwhile, the answer is of one piece. */
export interface World {
  readonly snapshot: Served<Snapshot>;
  model(horizon: Horizon): Served<LoadedModel>;
  readonly models: readonly Served<LoadedModel>[];
}

export interface Worlds {
  now(): Soon<World>;
  /** Looks for a newer snapshot, however new the present one is. */
  renewed(): Promise<unknown>;
  /** Why nothing can be answered yet. Empty when all is there. */
  missing(): Soon<readonly string[]>;
}

/** How long a model or snapshot is taken for the newest. */
const freshMs = 5_000;

export const worldsOf = (platform: PredictPlatform, families: ReadonlyMap<string, Family>): Worlds => {
  const tools = { clock: platform.clock, log: platform.log, freshMs };
  const snapshots = snapshotReader(platform.serving, tools);
  const readers = modelReaders(platform.models, families, tools);
  const look = (): Soon<Look> => {
    // Asked for together, before any is waited for.
    const newest = snapshots.current();
    const all = whenAllThere(readers.map((reader) => reader.current()));
    return whenThere(newest, (snapshot) => whenThere(all, (models) => ({ snapshot, models })));
  };
  return {
    now: () => whenThere(look(), worldOf),
    renewed: () => snapshots.newest(),
    missing: () => whenThere(look(), missingOf),
  };
};

interface Look {
  readonly snapshot: Served<Snapshot> | undefined;
  /** In the order of the horizons. */
  readonly models: readonly (Served<LoadedModel> | undefined)[];
}

const worldOf = ({ snapshot, models }: Look): World => {
  if (!snapshot) throw new Problem("not-ready", nothingPublished);
  return {
    snapshot,
    models: models.filter((served) => served !== undefined),
    model: (horizon) => models[horizons.indexOf(horizon)] ?? noModel(horizon),
  };
};

const missingOf = ({ snapshot, models }: Look): readonly string[] => [
  ...(snapshot ? [] : [nothingPublished]),
  ...horizons.filter((_, place) => !models[place]).map(notTrained),
];

const nothingPublished =
  "nothing has been published yet: drop a day's file, and when it is through, ask again";

const notTrained = (horizon: Horizon): string =>
  `no model for ${taskOf[horizon]} has been trained yet: the nightly training makes one, or \`daybook train ${taskOf[horizon]}\``;

const noModel = (horizon: Horizon): never => {
  throw new Problem("not-ready", notTrained(horizon));
};

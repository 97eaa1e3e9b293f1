import type { Family } from "../../shared/learning/model.ts";
import type { Platform } from "../../shared/platform.ts";
import { Problem } from "../../shared/routes/problem.ts";
import type { Served } from "../../shared/serving/latest-good.ts";
import { type ReadSections, type Snapshot, snapshotReader } from "../../shared/serving/read-snapshot.ts";
import { accounts, risk } from "../../shared/serving/sections/accounts.ts";
import { company } from "../../shared/serving/sections/company.ts";
import { customers } from "../../shared/serving/sections/customers.ts";
import { findings } from "../../shared/serving/sections/findings.ts";
import { kpiSeries, kpis } from "../../shared/serving/sections/kpis.ts";
import { quality } from "../../shared/serving/sections/quality.ts";
import { allValues, andThen, type ValueOrPromise } from "../../shared/value-or-promise.ts";
import { isLongAgo } from "../../shared/words.ts";
import type { Horizon } from "./api.ts";
import { horizons, horizonTasks, type LoadedModel, modelReaders } from "./model-readers.ts";

export type PredictPlatform = Pick<Platform, "serving" | "models" | "clock" | "log">;

/** The snapshot and the models of one answer. Taken once, so that a publication meanwhile cannot mix two states. */
export interface ServingState {
  /** When it was asked, in milliseconds since 1970. */
  readonly now: number;
  readonly snapshot: Served<Snapshot>;
  model(horizon: Horizon): Served<LoadedModel>;
  readonly models: readonly Served<LoadedModel>[];
}

/** Whether the newest snapshot failed its test, or ends so long ago that it does not tell of the present. */
export const isStale = ({ snapshot, now }: ServingState, asOf = snapshot.value.manifest.asOf): boolean =>
  snapshot.stale !== undefined || isLongAgo(asOf, now);

/** What `stale` means in every answer. */
export const staleMeans =
  "The newest snapshot failed its test and the one before it answers, or the last known day is more than a week ago";

/** What answers are made from. Pages read more. */
const sectionsRead = {
  whole: [company, risk, kpis, findings, quality],
  sharded: [customers, accounts, kpiSeries],
};

/** For how long a model or snapshot counts as the newest. */
const freshMs = 5_000;

export type ServingStates = ReturnType<typeof servingStates>;

/** Pages read more sections than answers do. */
export const servingStates = (
  platform: PredictPlatform,
  families: ReadonlyMap<string, Family>,
  more: Partial<ReadSections> = {},
) => {
  const tools = { clock: platform.clock, log: platform.log, freshMs };
  const snapshots = snapshotReader(platform.serving, tools, {
    whole: [...sectionsRead.whole, ...(more.whole ?? [])],
    sharded: [...sectionsRead.sharded, ...(more.sharded ?? [])],
  });
  const readers = modelReaders(platform.models, families, tools);
  const look = (): ValueOrPromise<Look> => {
    // Both start before either is awaited.
    const newest = snapshots.current();
    const all = allValues(readers.map((reader) => reader.current()));
    return andThen(newest, (snapshot) => andThen(all, (models) => ({ snapshot, models })));
  };
  return {
    now: () => andThen(look(), (seen) => stateFrom(seen, platform.clock.now().getTime())),
    /** Looks for a newer snapshot now, without waiting until the present one is old enough. */
    renewed: () => snapshots.newest(),
    /** What is missing before every question can be answered. */
    missing: () => andThen(look(), missingFrom),
  };
};

interface Look {
  readonly snapshot: Served<Snapshot> | undefined;
  /** In the order of the horizons. */
  readonly models: readonly (Served<LoadedModel> | undefined)[];
}

const stateFrom = ({ snapshot, models }: Look, now: number): ServingState => {
  if (!snapshot) throw new Problem("not-ready", nothingPublished);
  return {
    now,
    snapshot,
    models: models.filter((served) => served !== undefined),
    model: (horizon) => models[horizons.indexOf(horizon)] ?? noModel(horizon),
  };
};

const missingFrom = ({ snapshot, models }: Look): readonly string[] => [
  ...(snapshot ? [] : [nothingPublished]),
  ...horizons.filter((_, place) => !models[place]).map(notTrained),
];

const nothingPublished =
  "nothing has been published yet: drop a day's file, and when it is through, ask again";

const notTrained = (horizon: Horizon): string =>
  `no model for ${horizonTasks[horizon]} has been trained yet: the nightly training makes one, or \`daybook train ${horizonTasks[horizon]}\``;

const noModel = (horizon: Horizon): never => {
  throw new Problem("not-ready", notTrained(horizon));
};

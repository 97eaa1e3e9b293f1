import { RetryLater } from "../../shared/errors.ts";
import type { Wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { readManifest } from "../../shared/serving/parts.ts";
import { CurrentSnapshot, currentName } from "../../shared/serving/snapshot-manifest.ts";
import { queuesIn } from "../../shared/stage-graph.ts";
import { dirtySetIn, type ListedToken } from "../../shared/work/dirty-set.ts";
import { drain } from "../../shared/work/drain.ts";
import { erasuresIn } from "../../shared/work/erasures.ts";
import { readJson } from "../../shared/work/json-object.ts";
import { attempt, type Intent, type Lease } from "../../shared/work/lease.ts";
import { type Families, type Made, makeSnapshot, type Run } from "./make-snapshot.ts";
import { storePredictions } from "./store-predictions.ts";

/**
 * Publishes a snapshot of the tables and models as they are now, for predict and the pages. The predictions from the first
 * unknown day on also go into tables, so that they can be compared with what happens.
 */
export const publish =
  (platform: Platform, families: Families, runMs = longestRunMs) =>
  async (_: Wake): Promise<void> => {
    const dirty = dirtySetIn(platform.state);
    if ((await dirty.count("publish")) === 0 || (await isChangingCurrency(platform))) return;
    const end = platform.clock.now().getTime() + runMs;
    const isOver = () => platform.clock.now().getTime() >= end;
    await drain(platform, "publish", {
      takeUp: (lease, intent) => takeUp(platform, lease, intent),
      async round(lease, tokens) {
        await dirty.remove(await publishOnce(platform, families, lease, { tokens, isOver }));
      },
      isOver,
    });
  };

/**
 * A function ends after 540 s. A run begins no new shard after this, which leaves the rest for a slow page of rows before
 * it and for the jobs that store predictions. The stage then wakes itself, and the next run continues.
 */
export const longestRunMs = 360_000;

/** An interrupted snapshot is made again: what it read may be old by now. Jobs are finished, so that none runs late. */
const takeUp = async (platform: Platform, lease: Lease, intent: Intent): Promise<void> => {
  if (intent.kind === "predictions")
    await attempt(lease, intent, (again) => storePredictions(platform, again));
  else await lease.settle();
};

/**
 * True while some tables are in another base currency than others: no snapshot may mix them. The stages before publish wake it
 * when the last day is redone.
 */
const isChangingCurrency = async ({ serving, state, company, graph }: Platform): Promise<boolean> => {
  const current = (await readJson(serving, currentName, CurrentSnapshot))?.value;
  if (!current) return false;
  const { currency } = await readManifest(serving, current).catch(() => ({ currency: company.baseCurrency }));
  if (currency === company.baseCurrency) return false;
  for (const stage of queuesIn(graph))
    if (stage !== "publish" && stage !== "train" && (await dirtySetIn(state).count(stage)) > 0) return true;
  return false;
};

/**
 * The platform with a serving bucket that takes no more writes once a person is erased: a slow publisher must not store
 * parts that show the person after the erasure has removed them.
 */
const untilErasure = async (platform: Platform): Promise<Platform> => {
  const { serving, state } = platform;
  const erased = await erasuresIn(state).count();
  return {
    ...platform,
    serving: {
      stat: (...given) => serving.stat(...given),
      read: (...given) => serving.read(...given),
      list: (...given) => serving.list(...given),
      remove: (...given) => serving.remove(...given),
      upload: (...given) => serving.upload(...given),
      async write(...given) {
        if ((await erasuresIn(state).count()) !== erased)
          throw new RetryLater("a customer was erased during the publication; it begins anew");
        return serving.write(...given);
      },
    },
  };
};

/** Returns the tokens whose work is done: none if the snapshot needs another run. */
const publishOnce = async (
  platform: Platform,
  families: Families,
  lease: Lease,
  run: Omit<Run, "id">,
): Promise<readonly ListedToken[]> => {
  const made: Made[] = [];
  await attempt(lease, await lease.intend("snapshot", {}), async ({ jobId: id }) => {
    const outcome = await makeSnapshot(await untilErasure(platform), families, { ...run, id });
    if (outcome !== "paused") made.push(outcome);
  });
  for (const plan of made.flatMap(({ plans }) => plans))
    await attempt(lease, await lease.intend("predictions", plan), (intent) =>
      storePredictions(platform, intent),
    );
  return made.flatMap(({ tokens }) => tokens);
};

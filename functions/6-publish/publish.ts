import type { Wake } from "../../shared/events.ts";
import type { Family } from "../../shared/learning/model.ts";
import type { Platform } from "../../shared/platform.ts";
import { attempt } from "../../shared/work/attempt.ts";
import { dirtySetIn, type ListedToken } from "../../shared/work/dirty-set.ts";
import { drain } from "../../shared/work/drain.ts";
import type { Intent, Lease } from "../../shared/work/lease.ts";
import { makeSnapshot } from "./make-snapshot.ts";
import { type PredictionsPlan, storePredictions } from "./store-predictions.ts";

type Families = ReadonlyMap<string, Family>;

/**
 * Writes what predict and the pages read, as one new snapshot of the tables and models as they are now, and into tables
 * what is expected from the first unknown day on, so that it can be held against what comes.
 */
export const publish =
  (platform: Platform, families: Families) =>
  async (_: Wake): Promise<void> => {
    const dirty = dirtySetIn(platform.state);
    if ((await dirty.count("publish")) === 0) return;
    await drain(platform, "publish", {
      takeUp: (lease, intent) => takeUp(platform, lease, intent),
      async round(lease, tokens) {
        await publishOnce(platform, families, lease, tokens);
        await dirty.remove(tokens);
      },
    });
  };

/** A snapshot that was cut short is made anew: what it read may be old by now. Jobs are finished, so that none runs late. */
const takeUp = async (platform: Platform, lease: Lease, intent: Intent): Promise<void> => {
  if (intent.kind === "predictions")
    await attempt(lease, intent, (again) => storePredictions(platform, again));
  else await lease.settle();
};

const publishOnce = async (
  platform: Platform,
  families: Families,
  lease: Lease,
  tokens: readonly ListedToken[],
): Promise<void> => {
  const made: PredictionsPlan[] = [];
  await attempt(lease, await lease.intend("snapshot", {}), async ({ jobId }) => {
    made.push(...(await makeSnapshot(platform, families, jobId, tokens)));
  });
  for (const plan of made)
    await attempt(lease, await lease.intend("predictions", plan), (intent) =>
      storePredictions(platform, intent),
    );
};

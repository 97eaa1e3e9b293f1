import type { Wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn, type ListedToken } from "../../shared/work/dirty-set.ts";
import { drain } from "../../shared/work/drain.ts";
import { attempt, type Intent, type Lease } from "../../shared/work/lease.ts";
import { type Families, makeSnapshot } from "./make-snapshot.ts";
import { type PredictionsPlan, storePredictions } from "./store-predictions.ts";

/**
 * Publishes a snapshot of the tables and models as they are now, for predict and the pages. The predictions from the first
 * unknown day on also go into tables, so that they can be compared with what happens.
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

/** An interrupted snapshot is made again: what it read may be old by now. Jobs are finished, so that none runs late. */
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

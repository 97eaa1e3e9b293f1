import { topicOf, wake } from "../events.ts";
import type { Platform } from "../platform.ts";
import { dirtySetIn, type ListedToken } from "./dirty-set.ts";
import { type Intent, type Lease, singleFlight } from "./lease.ts";
import { firstRound } from "./rounds.ts";

export interface Rounds {
  /** Called first, if a worker died: finishes what it had intended. */
  takeUp(lease: Lease, intent: Intent): Promise<void>;
  /** Does the work of these tokens and removes exactly them. Later tokens wait for the next round. */
  round(lease: Lease, tokens: readonly ListedToken[]): Promise<void>;
}

/** Works as the stage's only worker until nothing waits. */
export const drain = async (platform: Platform, stage: string, { takeUp, round }: Rounds): Promise<void> => {
  const dirty = dirtySetIn(platform.state);
  const outcome = await singleFlight(platform, stage, async (lease) => {
    if (lease.intent) await takeUp(lease, lease.intent);
    for (let tokens = await dirty.list(stage); tokens.length > 0; tokens = await dirty.list(stage))
      await round(lease, firstRound(tokens));
  });
  // A token made after the last list, while the lease was still held, woke nobody: wake the stage again.
  if (outcome === "done" && (await dirty.count(stage)) > 0)
    await platform.bus.publish(topicOf(stage), wake(stage));
};

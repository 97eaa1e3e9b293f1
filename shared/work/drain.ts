import { topicOf, wake } from "../events.ts";
import type { Platform } from "../platform.ts";
import { dirtySetIn, type ListedToken } from "./dirty-set.ts";
import { type Intent, type Lease, singleFlight } from "./lease.ts";

export interface Rounds {
  /** Called first, if a worker died: finishes what it had intended. */
  takeUp(lease: Lease, intent: Intent): Promise<void>;
  /** Does the work of these tokens and removes exactly them. Later tokens wait for the next round. */
  round(lease: Lease, tokens: readonly ListedToken[]): Promise<void>;
  /** Whether this run has used up its time: what waits is then left to the next one. */
  isOver?(): boolean;
}

/** Works as the stage's only worker until nothing waits. */
export const drain = async (
  platform: Platform,
  stage: string,
  { takeUp, round, isOver }: Rounds,
): Promise<void> => {
  const dirty = dirtySetIn(platform.state);
  const outcome = await singleFlight(platform, stage, async (lease) => {
    if (lease.intent) await takeUp(lease, lease.intent);
    for (
      let tokens = await dirty.list(stage);
      tokens.length > 0 && !isOver?.();
      tokens = await dirty.list(stage)
    )
      await round(lease, firstRound(tokens));
  });
  // A token made after the last list, while the lease was still held, woke nobody, and a run may be over: wake the stage.
  if (outcome === "done" && (await dirty.count(stage)) > 0)
    await platform.bus.publish(topicOf(stage), wake(stage));
};

/**
 * BigQuery lets one job change 4,000 partitions; a round stays well below.
 * https://cloud.google.com/bigquery/quotas#partitioned_tables
 */
export const mostDatesAtOnce = 3_000;

/** The tokens of one round, in their order: as many as name no more dates than one job may change. */
export const firstRound = (tokens: readonly ListedToken[]): readonly ListedToken[] => {
  const dates = new Set<string>();
  const end = tokens.findIndex(({ fileDate, days }) => {
    for (const date of [fileDate, ...days]) dates.add(date);
    return dates.size > mostDatesAtOnce;
  });
  return end === -1 ? tokens : tokens.slice(0, Math.max(1, end));
};

/** The dates in parts that one job may change each, in their order. No dates are one empty part. */
export const inParts = (dates: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.max(1, Math.ceil(dates.length / mostDatesAtOnce)) }, (_, part) =>
    dates.slice(part * mostDatesAtOnce, (part + 1) * mostDatesAtOnce),
  );

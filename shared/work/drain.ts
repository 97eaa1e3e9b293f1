import { messageOf, RetryLater } from "../errors.ts";
import { topicOf, wake } from "../events.ts";
import type { Platform } from "../platform.ts";
import { slicesOf } from "../slices.ts";
import { dirtySetIn, type ListedToken } from "./dirty-set.ts";
import { type Intent, type Lease, singleFlight } from "./lease.ts";
import { type ListedParked, parkedIn } from "./parked.ts";
import { isPoison } from "./poison.ts";

export interface Rounds {
  /** Called first, if a worker died: finishes what it had intended. */
  takeUp(lease: Lease, intent: Intent): Promise<void>;
  /** Called as the only worker, before tokens are listed: may add some. */
  prepare?(): Promise<void>;
  /** Does the work of these tokens and removes exactly them. Later tokens wait for the next round. */
  round(lease: Lease, tokens: readonly ListedToken[]): Promise<void>;
  /** Whether this run has used up its time: what waits is then left to the next one. */
  isOver?(): boolean;
}

/** Works as the stage's only worker until nothing waits that can be done. */
export const drain = async (platform: Platform, stage: string, rounds: Rounds): Promise<void> => {
  const dirty = dirtySetIn(platform.state);
  /** Tokens whose work failed, which wait for the next wake. */
  const failed = new Set<string>();
  const errors: unknown[] = [];
  const waiting = async () => (await dirty.list(stage)).filter(({ name }) => !failed.has(name));
  const outcome = await singleFlight(platform, stage, async (lease) => {
    if (lease.intent) await finishIntent(platform, stage, lease, rounds);
    await rounds.prepare?.();
    const parked = await parkedIn(platform.state).list(stage);
    for (let tokens = await waiting(); tokens.length > 0 && !rounds.isOver?.(); tokens = await waiting())
      await workOff({ platform, stage, lease, rounds, failed, errors, parked }, firstRound(tokens));
  });
  if (errors.length > 0) throw errors[0];
  // A token made after the last list, while the lease was still held, woke nobody, and a run may be over: wake the stage.
  if (outcome === "done" && (await dirty.count(stage)) > 0)
    await platform.bus.publish(topicOf(stage), wake(stage));
};

/**
 * An intent that cannot be carried out any more must not shut the stage: its tokens are still there, and the next round
 * plans anew.
 */
const finishIntent = async (
  { log }: Platform,
  stage: string,
  lease: Lease,
  { takeUp }: Rounds,
): Promise<void> => {
  const { intent } = lease;
  if (!intent) return;
  try {
    await takeUp(lease, intent);
  } catch (error) {
    const isUnreadable = error instanceof Error && error.name === "ZodError";
    if (!isPoison(error) && !isUnreadable && intent.kind !== "unknown") throw error;
    const fields = { counter: "intent_dropped", stage, kind: intent.kind, job: intent.jobId };
    log.error("an intent cannot be carried out; its work is planned anew", {
      ...fields,
      error: messageOf(error),
    });
    if (lease.intent) await lease.settle();
  }
};

interface Drained {
  readonly platform: Platform;
  readonly stage: string;
  readonly lease: Lease;
  readonly rounds: Rounds;
  readonly failed: Set<string>;
  readonly errors: unknown[];
  /** As it was when the work began. */
  readonly parked: readonly ListedParked[];
}

/**
 * Does a round. If it fails because of its input, the tokens are divided until the one is found that is at fault: it is parked,
 * and all others are done. If it fails for another reason, each feed is tried by itself, so that no feed waits for another.
 */
const workOff = async (drained: Drained, tokens: readonly ListedToken[]): Promise<void> => {
  const { lease, rounds } = drained;
  try {
    await rounds.round(lease, tokens);
    await forgetParked(drained, tokens);
  } catch (error) {
    // The lease is lost, or the outcome of a job is open: nothing else may be begun.
    if (error instanceof RetryLater || lease.intent !== null || !isFailure(error)) throw error;
    const parts = isPoison(error) ? halvesOf(tokens) : feedsOf(tokens);
    if (parts.length === 1) return giveUp(drained, tokens, error);
    for (const part of parts) await workOff(drained, part);
  }
};

const giveUp = async (drained: Drained, tokens: readonly ListedToken[], error: unknown): Promise<void> => {
  if (isPoison(error)) return parkTokens(drained, tokens, messageOf(error));
  for (const { name } of tokens) drained.failed.add(name);
  drained.errors.push(error);
};

/** What succeeds at last, or is overtaken by a correction of the same file date, is parked no more. */
const forgetParked = async ({ platform, parked }: Drained, tokens: readonly ListedToken[]): Promise<void> => {
  const done = ({ kind, of, date }: ListedParked) =>
    kind === "token" && tokens.some(({ feed, fileDate }) => feed === of && fileDate === date);
  for (const { name } of parked.filter(done)) await parkedIn(platform.state).remove(name);
};

/** A job that failed for certain, or input at fault. Any other error may mean that this process is dying. */
const isFailure = (error: unknown): boolean =>
  isPoison(error) || (error instanceof Error && error.name === "JobFailed");

const feedsOf = (tokens: readonly ListedToken[]): readonly (readonly ListedToken[])[] => [
  ...Map.groupBy(tokens, ({ feed }) => feed).values(),
];

/** By feed first, then by date: tokens of one file date have one input, and stay together to the end. */
const halvesOf = (tokens: readonly ListedToken[]): readonly (readonly ListedToken[])[] => {
  const feeds = feedsOf(tokens);
  if (feeds.length > 1) return feeds;
  const dates = [...Map.groupBy(tokens, ({ fileDate }) => fileDate).values()];
  const middle = Math.ceil(dates.length / 2);
  return dates.length < 2 ? [tokens] : [dates.slice(0, middle).flat(), dates.slice(middle).flat()];
};

/** The note is written before the token goes: a crash in between repeats the attempt. */
const parkTokens = async (
  { platform, stage }: Drained,
  tokens: readonly ListedToken[],
  reason: string,
): Promise<void> => {
  const { state, clock, log } = platform;
  const since = clock.now().toISOString();
  for (const { name, stored, ...token } of tokens) {
    const { feed, fileDate } = token;
    const key = name.slice(name.lastIndexOf("/") + 1).replace(/\.json$/, "");
    const work = { stage, kind: "token" as const, of: feed, date: fileDate, reason, since };
    await parkedIn(state).park({ ...work, token: { ...token, key: keyOf(stage, name) } }, key);
    log.error("work parked", { counter: "work_parked", stage, feed, file_date: fileDate, reason });
  }
  await dirtySetIn(state).remove(tokens);
};

const keyOf = (stage: string, name: string): string =>
  name.slice(`dirty/v1/${stage}/`.length).replace(/\.json$/, "");

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
  dates.length === 0 ? [dates] : slicesOf(dates, mostDatesAtOnce);

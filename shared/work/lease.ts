import { z } from "zod";
import { PreconditionFailed, RetryLater } from "../errors.ts";
import type { Clock, Ids, ObjectStore } from "../ports.ts";
import { readJson, writeJson } from "./json-object.ts";

/**
 * One worker per stage. A lease alone cannot stop a paused worker from acting late, so before a warehouse job
 * is submitted its id and payload are written into the lease: whoever holds the lease next finishes that job
 * first, and the late worker's own submission meets a job id that is already taken.
 */
export const Intent = z.strictObject({
  kind: z.string(),
  jobId: z.string(),
  payload: z.unknown(),
});
export type Intent = z.infer<typeof Intent>;

const LeaseObject = z.strictObject({
  holder: z.string().nullable(),
  expires: z.iso.datetime(),
  /** Grows with every acquisition and every intent, for ever: job ids are made from it, and from the holder's name. */
  epoch: z.int(),
  intent: Intent.nullable(),
});
type LeaseObject = z.infer<typeof LeaseObject>;

export interface LeaseTools {
  readonly state: ObjectStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /**
   * How long a holder that fell silent keeps others out; while it lives it says so three times as often. Too short
   * costs double work, never wrong tables.
   */
  readonly leaseMs: number;
}

export interface Lease {
  readonly intent: Intent | null;
  /** Writes ahead what is about to be submitted. */
  intend(kind: string, payload: unknown): Promise<Intent>;
  /** The intended work and all that follows from it is done. */
  settle(): Promise<void>;
}

const nameOf = (stage: string) => `lease/v1/${stage}.json`;

/** Runs `work` if no one else does. The holder looks for new work once more after letting go: see `again`. */
export const singleFlight = async (
  tools: LeaseTools,
  stage: string,
  work: (lease: Lease) => Promise<void>,
): Promise<"done" | "busy"> => {
  const held = await acquire(tools, stage);
  if (!held) return "busy";
  try {
    await work(held.lease);
  } finally {
    await held.release();
  }
  return "done";
};

const acquire = async (tools: LeaseTools, stage: string) => {
  const { state, clock, ids } = tools;
  const found = await readJson(state, nameOf(stage), LeaseObject);
  const now = clock.now().getTime();
  if (found && found.value.holder !== null && Date.parse(found.value.expires) > now) return undefined;
  const mine: LeaseObject = {
    holder: ids.next(),
    expires: new Date(now + tools.leaseMs).toISOString(),
    epoch: (found?.value.epoch ?? 0) + 1,
    intent: found?.value.intent ?? null,
  };
  try {
    const { generation } = await writeJson(state, nameOf(stage), mine, found?.generation ?? "0");
    return holding(tools, stage, mine, generation);
  } catch (error) {
    if (error instanceof PreconditionFailed) return undefined;
    throw error;
  }
};

const holding = (tools: LeaseTools, stage: string, first: LeaseObject, firstGeneration: string) => {
  let current = first;
  let generation = firstGeneration;
  const writeNow = async (change: Partial<LeaseObject>) => {
    const expires = new Date(tools.clock.now().getTime() + tools.leaseMs).toISOString();
    const next = { ...current, expires, ...change };
    try {
      generation = (await writeJson(tools.state, nameOf(stage), next, generation)).generation;
      current = next;
    } catch (error) {
      if (error instanceof PreconditionFailed)
        throw new RetryLater(`${stage}: the lease went to another worker, which goes on with the work`, {
          cause: error,
        });
      throw error;
    }
  };
  let last: Promise<void> = Promise.resolve();
  /** One after the other: each write names the generation that the one before it made. */
  const write = (change: Partial<LeaseObject>): Promise<void> => {
    last = last.catch(() => undefined).then(() => writeNow(change));
    return last;
  };
  // A job may take longer than the lease. A beat that fails is no news: the next thing to be written says the same.
  const stop = tools.clock.every?.(tools.leaseMs / 3, () => void write({}).catch(() => undefined));
  const lease: Lease = {
    get intent() {
      return current.intent;
    },
    async intend(kind, payload) {
      const epoch = current.epoch + 1;
      // The holder's name too: a lease that somebody removed or restored counts its epochs again.
      const intent = { kind, jobId: `${stage}-${kind}-${epoch}-${current.holder}`, payload };
      await write({ epoch, intent });
      return intent;
    },
    settle: () => write({ intent: null }),
  };
  const release = (): Promise<void> => {
    stop?.();
    return write({ holder: null }).catch(ignoreLost);
  };
  return { lease, release };
};

/** Letting go of a lease that is already gone is no error. */
const ignoreLost = (error: unknown): void => {
  if (!(error instanceof RetryLater)) throw error;
};

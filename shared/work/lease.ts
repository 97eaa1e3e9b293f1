import { z } from "zod";
import { JobFailed, PreconditionFailed, RetryLater } from "../errors.ts";
import type { Platform } from "../platform.ts";
import { readJson, writeJson } from "./json-object.ts";

/**
 * The job that the holder of a lease is about to submit. A lease alone cannot stop a paused worker from acting late. So
 * the job's id and payload are written into the lease first: the next holder finishes that job before anything else,
 * and the late worker's submission meets a job id that is taken.
 */
export const Intent = z.object({
  kind: z.string(),
  jobId: z.string(),
  payload: z.unknown(),
});
export type Intent = z.infer<typeof Intent>;

/** Stands for an intent that this version cannot read. */
const unknownIntent: Intent = { kind: "unknown", jobId: "", payload: null };

const LeaseObject = z.object({
  holder: z.string().nullable(),
  expires: z.iso.datetime(),
  /** Grows with every acquisition and intent. Job ids are made from it and the holder's name. */
  epoch: z.int(),
  /** One of another version, whose form is not known here, is left to `drain`. */
  intent: z.union([Intent, z.unknown().transform(() => unknownIntent)]).nullable(),
});
type LeaseObject = z.infer<typeof LeaseObject>;

export type LeaseTools = Pick<Platform, "state" | "clock" | "ids" | "leaseMs">;

export interface Lease {
  readonly intent: Intent | null;
  /** Writes the intent into the lease before the job is submitted. */
  intend(kind: string, payload: unknown): Promise<Intent>;
  /** Removes the intent once its job and everything that follows from it is done. */
  settle(): Promise<void>;
}

const leaseName = (stage: string) => `lease/v1/${stage}.json`;

/** Runs `work` if nobody else holds the lease. */
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

/**
 * Does intended work to its end. If the job failed for certain (see submit.ts), the intent goes: the tokens are still there, and the
 * next round plans again under a new epoch. If the outcome is unknown, the intent stays, and the next holder of the
 * lease asks for the same job again.
 */
export const attempt = async (lease: Lease, intent: Intent, work: (intent: Intent) => Promise<void>) => {
  try {
    await work(intent);
  } catch (error) {
    if (error instanceof JobFailed) await lease.settle();
    throw error;
  }
  await lease.settle();
};

const acquire = async (tools: LeaseTools, stage: string) => {
  const { state, clock, ids } = tools;
  const found = await readJson(state, leaseName(stage), LeaseObject);
  const now = clock.now().getTime();
  if (found && (await isHeld(tools, stage, found.value))) return undefined;
  const mine: LeaseObject = {
    holder: ids.next(),
    expires: new Date(now + tools.leaseMs).toISOString(),
    epoch: (found?.value.epoch ?? 0) + 1,
    intent: found?.value.intent ?? null,
  };
  try {
    const { generation } = await writeJson(state, leaseName(stage), mine, found?.generation ?? "0");
    return holding(tools, stage, mine, generation);
  } catch (error) {
    if (error instanceof PreconditionFailed) return undefined;
    throw error;
  }
};

/**
 * True if the holder may still be alive. `expires` is by the holder's clock: if it lies further ahead than a lease lasts, one of the
 * two clocks is wrong. Then the bucket's own times decide: a live holder writes its lease again and again.
 */
const isHeld = async (
  { state, clock, leaseMs }: LeaseTools,
  stage: string,
  { holder, expires }: LeaseObject,
): Promise<boolean> => {
  const left = Date.parse(expires) - clock.now().getTime();
  if (holder === null || left <= 0) return false;
  if (left <= 2 * leaseMs) return true;
  const lease = await state.stat(leaseName(stage));
  const probe = await state.write(`lease/v1/${stage}.probe`, "");
  if (!lease) return false;
  const age = Date.parse(probe.updated) - Date.parse(lease.updated);
  return age >= -leaseMs && age <= leaseMs;
};

const holding = (tools: LeaseTools, stage: string, first: LeaseObject, firstGeneration: string) => {
  let current = first;
  let generation = firstGeneration;
  const writeNow = async (change: Partial<LeaseObject>) => {
    const expires = new Date(tools.clock.now().getTime() + tools.leaseMs).toISOString();
    const next = { ...current, expires, ...change };
    try {
      generation = (await writeJson(tools.state, leaseName(stage), next, generation)).generation;
      current = next;
    } catch (error) {
      if (error instanceof PreconditionFailed)
        throw new RetryLater(`${stage}: the lease went to another worker, which continues the work`, {
          cause: error,
        });
      throw error;
    }
  };
  let last: Promise<void> = Promise.resolve();
  /** One write at a time: each names the generation that the one before it made. */
  const write = (change: Partial<LeaseObject>): Promise<void> => {
    last = last.catch(() => undefined).then(() => writeNow(change));
    return last;
  };
  // A job may take longer than the lease. A failed renewal is ignored: the next write reports the same.
  const stop = tools.clock.every?.(tools.leaseMs / 3, () => void write({}).catch(() => undefined));
  const lease: Lease = {
    get intent() {
      return current.intent;
    },
    async intend(kind, payload) {
      const epoch = current.epoch + 1;
      // The holder's name is part of the id: a lease that was removed or restored repeats its epochs.
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

/** Releasing a lost lease is no error. */
const ignoreLost = (error: unknown): void => {
  if (!(error instanceof RetryLater)) throw error;
};

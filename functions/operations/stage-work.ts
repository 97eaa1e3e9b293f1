import { z } from "zod";
import type { Clock, ObjectStore } from "../../shared/ports.ts";
import { readJson } from "../../shared/work/json-object.ts";

/** What a stage still has to do, and whether a worker is doing it. */
export interface StageWork {
  readonly stage: string;
  readonly tokens: number;
  /** When the oldest token was made. */
  readonly since: string | undefined;
  readonly worker: "none" | "working" | "stopped";
  /** When the lease ends, or ended. */
  readonly until: string | undefined;
  /** The job that a stopped worker leaves to the next one. */
  readonly intent: string | undefined;
}

const Lease = z.object({
  holder: z.string().nullable(),
  expires: z.iso.datetime(),
  intent: z.object({ kind: z.string() }).nullable(),
});

export const readStageWork = async (state: ObjectStore, clock: Clock, stage: string): Promise<StageWork> => {
  const tokens = await state.list(`dirty/v1/${stage}/`);
  const lease = (await readJson(state, `lease/v1/${stage}.json`, Lease))?.value;
  const isFree = !lease || (lease.holder === null && lease.intent === null);
  const isHeld = lease && lease.holder !== null && Date.parse(lease.expires) > clock.now().getTime();
  return {
    stage,
    tokens: tokens.length,
    since: tokens.map(({ updated }) => updated).sort()[0],
    worker: isFree ? "none" : isHeld ? "working" : "stopped",
    until: lease?.expires,
    intent: lease?.intent?.kind,
  };
};

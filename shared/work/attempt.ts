import { JobFailed } from "../errors.ts";
import type { Intent, Lease } from "./lease.ts";

/**
 * Does intended work to its end. If the job failed for certain, the intent goes: the tokens are still there, and the
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

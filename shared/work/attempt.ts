import { JobFailed } from "../errors.ts";
import type { Intent, Lease } from "./lease.ts";

/**
 * Does intended work to its end. A job that failed for certain takes its intent with it: the tokens are still
 * there, and the next round plans anew under a new epoch. Where the outcome is open the intent stays, and
 * whoever comes next asks for the same job again.
 */
export const attempt = async (
  lease: Lease,
  intent: Intent,
  work: (intent: Intent) => Promise<void>,
): Promise<void> => {
  try {
    await work(intent);
  } catch (error) {
    if (error instanceof JobFailed) await lease.settle();
    throw error;
  }
  await lease.settle();
};

import { DamagedState, JobFailed, ObjectMissing } from "../errors.ts";

/**
 * True if the input itself is at fault, so that a retry of the same work must fail again: values that the engine cannot hold, a
 * staged object that is gone, damaged state. Such work is set aside. Everything else (no right, a full disk, wrong SQL) concerns
 * all work alike and is retried as it is.
 */
export const isPoison = (error: unknown): boolean =>
  error instanceof DamagedState ||
  error instanceof ObjectMissing ||
  (error instanceof JobFailed && error.isPoison);

/**
 * True if a job that does the work of several days, or of several KPIs, may succeed on half of them. One that is too large by
 * itself is no poison: with more memory it can be done.
 */
export const isDivisible = (error: unknown, parts: number): boolean =>
  isPoison(error) || (parts > 1 && error instanceof JobFailed && error.isTooLarge);

import { JobFailed } from "../errors.ts";
import type { LoadJob, ScriptJob, Warehouse } from "../ports.ts";

/**
 * THE RULE for jobs that fail. A job may be refused before its id is taken (no right, a full disk, no memory). Then a
 * paused worker that holds the same intent could still carry it out, after newer work. So a job's id is burnt before
 * anybody learns that it failed: JobFailed leaves here only if the job can never run any more, and only then may its intent be
 * dropped. Where the id cannot be burnt, the outcome is open and the intent stays.
 */
export const submitScript = (warehouse: Warehouse, job: ScriptJob): Promise<void> =>
  orBurn(warehouse, job, () => warehouse.run(job));

/** The same for a load. */
export const submitLoad = (warehouse: Warehouse, job: LoadJob): Promise<void> =>
  orBurn(warehouse, job, () => warehouse.load(job));

const orBurn = async (
  warehouse: Warehouse,
  job: ScriptJob | LoadJob,
  submit: () => Promise<void>,
): Promise<void> => {
  try {
    await submit();
  } catch (error) {
    if (!(error instanceof JobFailed)) throw error;
    // Another worker may have carried it out in between: then the work is done.
    if ((await warehouse.burn(job)) === "burnt") throw error;
  }
};

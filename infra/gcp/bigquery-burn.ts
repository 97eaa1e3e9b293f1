import { JobFailed } from "../../shared/errors.ts";
import { JobRefused } from "./bigquery-faults.ts";
import { chunks, type PlannedJob } from "./bigquery-loads.ts";

/** BigQuery never runs a second job under an id. This one changes nothing and always fails. */
export const burningSql = "select error('the job before was refused, and its id is burnt')";

/**
 * Takes the ids of planned jobs in the order in which they are submitted, up to the first step that failed: no worker gets
 * past it. `takeId` submits a failing job, or attaches to the job that has the id.
 */
export const burnSteps = async (
  steps: readonly (readonly PlannedJob[])[],
  atOnce: number,
  takeId: (planned: PlannedJob) => Promise<void>,
): Promise<"burnt" | "ran"> => {
  for (const jobs of steps.flatMap((step) => chunks(step, atOnce))) {
    const outcomes = await Promise.allSettled(jobs.map(takeId));
    const faults = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    for (const fault of faults) requireTaken(fault);
    if (faults.length > 0) return "burnt";
  }
  return "ran";
};

const requireTaken = (fault: unknown): void => {
  if (fault instanceof JobRefused)
    throw new Error(`a job was refused, and so was the job that would take its id: ${fault.message}`, {
      cause: fault,
    });
  if (!(fault instanceof JobFailed)) throw fault;
};

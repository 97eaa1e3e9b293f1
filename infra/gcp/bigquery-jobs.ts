import type { JobMetadata } from "@google-cloud/bigquery";
import { z } from "zod";
import { RetryLater } from "../../shared/errors.ts";
import type { Clock } from "../../shared/ports.ts";
import type { BigQueryApi, BigQueryApiOptions } from "./bigquery-api.ts";
import {
  ApiFault,
  ErrorProto,
  jobFailed,
  jobFault,
  jobRefused,
  quotaExceeded,
  quotaWaitMs,
} from "./bigquery-faults.ts";

export type JobConfiguration = NonNullable<JobMetadata["configuration"]>;

const Job = z.object({
  // `errors` is ignored: a successful job may list some.
  status: z.object({ state: z.string(), errorResult: ErrorProto.optional() }),
  statistics: z
    .object({
      endTime: z.string().optional(),
      query: z.object({ totalBytesBilled: z.string().optional() }).optional(),
      load: z.object({ inputFiles: z.string().optional(), outputRows: z.string().optional() }).optional(),
    })
    .optional(),
});
export type Job = z.infer<typeof Job>;

export interface JobRunnerOptions extends Pick<BigQueryApiOptions, "projectId" | "location" | "clock"> {
  readonly api: BigQueryApi;
}

export interface JobRequest {
  /** BigQuery remembers an id for six months and never runs a second job under it. */
  readonly id: string;
  readonly configuration: JobConfiguration;
  /** When to stop waiting, in milliseconds since 1970. */
  readonly until: number;
}

const maxRuns = 4;
const firstPollMs = 200;
const longestPollMs = 10_000;

/**
 * Runs a job until it succeeds, or throws. After a transient failure it runs again under the next id. The order of
 * ids is fixed, so that a later caller walks the same ids and finds the outcome of each run.
 */
export const runJob = async (options: JobRunnerOptions, request: JobRequest): Promise<Job> => {
  for (let run = 1; ; run += 1) {
    const id = run === 1 ? request.id : `${request.id}--run${run}`;
    const job = await waitUntilDone(options, id, request);
    const { errorResult } = job.status;
    if (errorResult === undefined) return job;
    const fault = jobFault(errorResult);
    if (fault.kind === "quota" && isRecent(options.clock, job)) throw quotaExceeded(id, fault);
    if (fault.kind === "permanent" || run === maxRuns) throw jobFailed(id, fault);
    await options.api.pause(run);
  }
};

/** A job without an end time counts as recent. */
const isRecent = (clock: Clock, job: Job): boolean =>
  clock.now().getTime() - Number(job.statistics?.endTime ?? clock.now().getTime()) < quotaWaitMs;

const waitUntilDone = async (options: JobRunnerOptions, id: string, request: JobRequest): Promise<Job> => {
  const { clock } = options;
  let job = await submitJob(options, id, request.configuration);
  for (let wait = firstPollMs; job.status.state !== "DONE"; wait = Math.min(wait * 1.6, longestPollMs)) {
    const left = request.until - clock.now().getTime();
    if (left <= 0)
      throw new RetryLater(
        `BigQuery job ${id} is ${job.status.state} at the deadline; it continues, and the next wake attaches to it`,
      );
    await clock.sleep(Math.min(wait, left));
    job = await getJob(options, id);
  }
  return job;
};

const submitJob = async (options: JobRunnerOptions, id: string, configuration: JobConfiguration) => {
  const { api, projectId, location } = options;
  const body = { jobReference: { projectId, jobId: id, location }, configuration };
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await api.call({ method: "POST", path: "/jobs", body, answer: Job });
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      const found = await findAfterRefusal(options, id, error);
      if (found) return found;
      if (!(await api.pause(attempts))) throw error;
    }
  }
};

/** Finds a job that an unanswered request or an earlier caller submitted. Throws if a retry cannot help. */
const findAfterRefusal = async (options: JobRunnerOptions, id: string, error: ApiFault) => {
  const { fault } = error;
  if (fault.status === 409) return getJob(options, id);
  if (fault.kind === "quota") throw quotaExceeded(id, fault, error);
  if (fault.kind === "permanent") throw jobRefused(id, fault, error);
  return fault.kind === "open" ? findJob(options, id) : undefined;
};

const getJob = ({ api, location }: JobRunnerOptions, id: string): Promise<Job> =>
  api.callWithRetries({ method: "GET", path: `/jobs/${id}`, search: { location }, answer: Job });

const findJob = async (options: JobRunnerOptions, id: string): Promise<Job | undefined> => {
  try {
    return await getJob(options, id);
  } catch (error) {
    if (error instanceof ApiFault && error.fault.status === 404) return undefined;
    throw error;
  }
};

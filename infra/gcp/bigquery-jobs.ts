import type { JobMetadata } from "@google-cloud/bigquery";
import { z } from "zod";
import { RetryLater } from "../../shared/errors.ts";
import type { Clock } from "../../shared/ports.ts";
import type { BigQueryApi } from "./bigquery-api.ts";
import { ApiFault, ErrorProto, faultOfJob, jobFailed, quotaPauseMs, quotaSpent } from "./bigquery-faults.ts";

export type JobConfiguration = NonNullable<JobMetadata["configuration"]>;

const Job = z.object({
  // `errors` is not read: a job that went well may list some.
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

export interface JobRunnerOptions {
  readonly api: BigQueryApi;
  readonly projectId: string;
  readonly location: string;
  readonly clock: Clock;
}

export interface JobRequest {
  /** BigQuery keeps it for six months, and carries out no two jobs under one id. */
  readonly id: string;
  readonly configuration: JobConfiguration;
  /** When to stop waiting, in milliseconds since 1970. */
  readonly until: number;
}

const maxRuns = 4;
const firstLookMs = 200;
const longestLookMs = 10_000;

/**
 * Brings a job to a good end or throws. A run that ended for a passing reason is followed by one under the
 * next id, always in the same order: whoever comes later walks the same ids and finds what became of each.
 */
export const runJob = async (options: JobRunnerOptions, request: JobRequest): Promise<Job> => {
  for (let run = 1; ; run += 1) {
    const id = run === 1 ? request.id : `${request.id}--run${run}`;
    const job = await ended(options, id, request);
    const { errorResult } = job.status;
    if (errorResult === undefined) return job;
    const fault = faultOfJob(errorResult);
    if (fault.kind === "quota" && isRecent(options.clock, job)) throw quotaSpent(id, fault);
    if (fault.kind === "permanent" || run === maxRuns) throw jobFailed(id, fault);
    await options.api.pause(run);
  }
};

/** Where the end is not known, it counts as recent enough to wait. */
const isRecent = (clock: Clock, job: Job): boolean =>
  clock.now().getTime() - Number(job.statistics?.endTime ?? clock.now().getTime()) < quotaPauseMs;

const ended = async (options: JobRunnerOptions, id: string, request: JobRequest): Promise<Job> => {
  const { clock } = options;
  let job = await submitted(options, id, request.configuration);
  for (let wait = firstLookMs; job.status.state !== "DONE"; wait = Math.min(wait * 1.6, longestLookMs)) {
    const left = request.until - clock.now().getTime();
    if (left <= 0)
      throw new RetryLater(
        `BigQuery job ${id} is ${job.status.state} at the deadline; it goes on, and the next wake attaches to it`,
      );
    await clock.sleep(Math.min(wait, left));
    job = await look(options, id);
  }
  return job;
};

const submitted = async (
  options: JobRunnerOptions,
  id: string,
  configuration: JobConfiguration,
): Promise<Job> => {
  const { api, projectId, location } = options;
  const body = { jobReference: { projectId, jobId: id, location }, configuration };
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await api.call({ method: "POST", path: "/jobs", body, answer: Job });
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      const found = await foundAfter(options, id, error);
      if (found) return found;
      if (!(await api.pause(attempts))) throw error;
    }
  }
};

/** The job that a request without an answer, or an earlier caller, has made. Throws where asking again is no use. */
const foundAfter = async (
  options: JobRunnerOptions,
  id: string,
  error: ApiFault,
): Promise<Job | undefined> => {
  const { fault } = error;
  if (fault.status === 409) return look(options, id);
  if (fault.kind === "quota") throw quotaSpent(id, fault, error);
  if (fault.kind === "permanent") throw jobFailed(id, fault, error);
  return fault.kind === "open" ? lookFor(options, id) : undefined;
};

const look = ({ api, location }: JobRunnerOptions, id: string): Promise<Job> =>
  api.insist({ method: "GET", path: `/jobs/${id}`, search: { location }, answer: Job });

const lookFor = async (options: JobRunnerOptions, id: string): Promise<Job | undefined> => {
  try {
    return await look(options, id);
  } catch (error) {
    if (error instanceof ApiFault && error.fault.status === 404) return undefined;
    throw error;
  }
};

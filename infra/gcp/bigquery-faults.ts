import { z } from "zod";
import { JobFailed, messageOf, RetryLater } from "../../shared/errors.ts";

/** How BigQuery names an error, in an answer and in a job that ended. */
export const ErrorProto = z.object({
  reason: z.string().default("unknown"),
  message: z.string().default("no message"),
  location: z.string().optional(),
});
export type ErrorProto = z.infer<typeof ErrorProto>;

/**
 * `open`: the request may or may not have been carried out. `transient`: refused, and soon welcome again.
 * `quota`: refused for longer. `permanent`: refused for as long as nothing changes.
 */
export type FaultKind = "open" | "transient" | "quota" | "permanent";

export interface Fault extends ErrorProto {
  readonly kind: FaultKind;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
}

/** A request that BigQuery refused, or that got no answer. */
export class ApiFault extends Error {
  override readonly name = "ApiFault";
  readonly fault: Fault;
  constructor(request: string, fault: Fault, cause: unknown) {
    super(`${request}: ${wordsOf(fault)}`, { cause });
    this.fault = fault;
  }
}

const Refusal = z.object({ code: z.number(), errors: z.array(ErrorProto).catch([]) });

/** What the client library throws, put in its class. */
export const faultOfRequest = (error: unknown): Fault => {
  const refusal = Refusal.safeParse(error);
  if (!refusal.success) return { kind: "open", reason: "noAnswer", message: messageOf(error) };
  const { code: status, errors } = refusal.data;
  const first = errors[0] ?? { reason: `http${status}`, message: messageOf(error) };
  if (status >= 500 || status === 408) return { ...first, status, kind: "open" };
  return { ...first, status, kind: status === 429 ? "transient" : kindOf(first) };
};

export const faultOfJob = (error: ErrorProto): Fault => ({ ...error, kind: kindOf(error) });

// A job's own error names decide nothing here but its reason, except where one reason stands for two things.
const kindOf = ({ reason, message }: ErrorProto): FaultKind => {
  if (transientReasons.has(reason) || transientMessages.test(message)) return "transient";
  return reason === "quotaExceeded" ? "quota" : "permanent";
};

const transientReasons = new Set([
  "backendError",
  "internalError",
  "jobBackendError",
  "jobInternalError",
  "rateLimitExceeded",
  "jobRateLimitExceeded",
  "tableUnavailable",
]);

const transientMessages =
  /could not serialize access|too many DML statements outstanding|due to concurrent update/i;

export const quotaPauseMs = 10 * 60_000;

/** A refusal or an ended job that nothing can be hoped from: its work was not done, not even in part. */
export const jobFailed = (job: string, fault: Fault, cause?: unknown): JobFailed =>
  new JobFailed(`BigQuery job ${job} failed: ${wordsOf(fault)}. ${adviceOn(fault.reason)}`, { cause });

export const quotaSpent = (job: string, fault: Fault, cause?: unknown): RetryLater =>
  new RetryLater(
    `BigQuery job ${job}: ${wordsOf(fault)}. A quota is spent: wait at least 10 minutes; the work is kept and goes on by itself`,
    { cause },
  );

export const wordsOf = ({ reason, location, message }: ErrorProto): string =>
  `${reason}${location === undefined ? "" : ` at ${location}`}: ${message.replace(/\.\s*$/, "")}`;

export const adviceOn = (reason: string): string =>
  advice.get(reason) ?? "Look the job up by its id in the BigQuery console";

const advice = new Map([
  [
    "accessDenied",
    "Grant the service account BigQuery Job User on the project, Data Editor on the datasets and Object Viewer on the staging bucket",
  ],
  [
    "notFound",
    "Check that the tables are defined and that bucket, datasets and jobs are in the same location",
  ],
  ["invalidQuery", "The SQL or its parameters are at fault: mend and deploy them"],
  ["invalid", "The job's configuration or a staged file is at fault: compare it with the table's columns"],
  ["bytesBilledLimitExceeded", "Raise the limit of bytes billed, or let fewer days be redone at once"],
  ["resourcesExceeded", "Let fewer days be redone at once"],
  ["stopped", "Someone cancelled the job: wake the stage again when it may run"],
]);

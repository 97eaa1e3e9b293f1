import { z } from "zod";
import { JobFailed, messageOf, RetryLater } from "../../shared/errors.ts";

/** An error as BigQuery describes it in responses and in finished jobs. */
export const ErrorProto = z.object({
  reason: z.string().default("unknown"),
  message: z.string().default("no message"),
  location: z.string().optional(),
});
export type ErrorProto = z.infer<typeof ErrorProto>;

/**
 * `open`: unknown whether the request was carried out. `transient`: refused; retry soon.
 * `quota`: refused; retry after minutes. `permanent`: a retry cannot help.
 */
export type FaultKind = "open" | "transient" | "quota" | "permanent";

export interface Fault extends ErrorProto {
  readonly kind: FaultKind;
  /** The HTTP status; undefined if no answer came. */
  readonly status?: number;
}

/** BigQuery refused a request, or no answer came. */
export class ApiFault extends Error {
  override readonly name = "ApiFault";
  readonly fault: Fault;
  constructor(request: string, fault: Fault, cause: unknown) {
    super(`${request}: ${faultText(fault)}`, { cause });
    this.fault = fault;
  }
}

const Refusal = z.object({ code: z.number(), errors: z.array(ErrorProto).catch([]) });

/** Classifies an error that the client library threw. */
export const requestFault = (error: unknown): Fault => {
  const refusal = Refusal.safeParse(error);
  if (!refusal.success) return { kind: "open", reason: "noAnswer", message: messageOf(error) };
  const { code: status, errors } = refusal.data;
  const first = errors[0] ?? { reason: `http${status}`, message: messageOf(error) };
  if (status >= 500 || status === 408) return { ...first, status, kind: "open" };
  return { ...first, status, kind: status === 429 ? "transient" : faultKind(first) };
};

export const jobFault = (error: ErrorProto): Fault => ({ ...error, kind: faultKind(error) });

// The reason decides, except for reasons that cover two cases: there the message does.
const faultKind = ({ reason, message }: ErrorProto): FaultKind => {
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

export const quotaWaitMs = 10 * 60_000;

/** The job failed for good, and none of its work was done. */
export const jobFailed = (job: string, fault: Fault, cause?: unknown): JobFailed =>
  new JobFailed(failedText(job, fault), {
    cause,
    isPoison: isValueFault(fault),
    isTooLarge: fault.reason === "resourcesExceeded",
  });

export const isValueFault = (fault: Fault): boolean => valueFaults.test(faultText(fault));

/** BigQuery's words for values that do not fit, and for staged objects that are gone or cannot be read. */
const valueFaults =
  /overflow|out of range|division by zero|^invalidQuery.*(bad \w+ value|could not (cast|parse)|invalid (numeric|date|value))|^notFound.*(gs:|uri)|parquet/i;

/** The job was not accepted: its id is still free. */
export class JobRefused extends JobFailed {}

export const jobRefused = (job: string, fault: Fault, cause: unknown): JobRefused =>
  new JobRefused(failedText(job, fault), { cause });

const failedText = (job: string, fault: Fault): string =>
  `BigQuery job ${job} failed: ${faultText(fault)}. ${adviceOn(fault.reason)}`;

export const quotaExceeded = (job: string, fault: Fault, cause?: unknown): RetryLater =>
  new RetryLater(
    `BigQuery job ${job}: ${faultText(fault)}. A quota is exhausted: the work is kept and resumes by itself after at least 10 minutes`,
    { cause },
  );

export const faultText = ({ reason, location, message }: ErrorProto): string =>
  `${reason}${location === undefined ? "" : ` at ${location}`}: ${message.replace(/\.\s*$/, "")}`;

export const adviceOn = (reason: string): string =>
  advice.get(reason) ?? "Look the job up by its id in the BigQuery console";

const advice = new Map(
  Object.entries({
    accessDenied:
      "Grant the service account BigQuery Job User on the project, Data Editor on the datasets and Object Viewer on the staging bucket",
    notFound: "Check that the tables are defined and that bucket, datasets and jobs are in the same location",
    invalidQuery: "The SQL or its parameters are wrong: correct and deploy them",
    invalid: "The job's configuration or a staged file is wrong: compare it with the table's columns",
    bytesBilledLimitExceeded: "Raise the limit of bytes billed, or rebuild fewer days at once",
    resourcesExceeded: "Rebuild fewer days at once",
    stopped: "The job was cancelled: wake the stage again when it may run",
  }),
);

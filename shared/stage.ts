import type { z } from "zod";
import type { Family } from "./learning/model.ts";
import type { Platform } from "./platform.ts";

export type Bucket = "landing" | "staging" | "state" | "models" | "serving";
/** `use` is read, write, replace and remove. */
export type BucketRight = "read" | "use";
export type DatasetRight = "read" | "write";

/** What triggers a stage. */
export type Trigger =
  /**
   * A change in the landing bucket. The bucket keeps versions, so a removed object becomes noncurrent, and Google says
   * `archived`; `deleted` would only tell of old versions that expire.
   * https://cloud.google.com/storage/docs/pubsub-notifications#events
   */
  | { readonly bucket: "finalized" | "archived" }
  /** Its own topic, `daybook-<name>`; with a schedule (cron, in the company's time zone) that publishes to it. */
  | { readonly topic: true; readonly schedule?: string }
  /** A request over HTTP: from people and programs (`outside`), or from the scheduler (`schedule`). */
  | { readonly http: "outside" }
  | { readonly http: "schedule"; readonly schedule: string };

export interface Resources {
  /** As Google writes it: 512Mi, 2Gi. */
  readonly memory: string;
  readonly cpu?: number;
  readonly timeoutSeconds: number;
  /** Requests that one instance takes at a time. */
  readonly concurrency?: number;
  readonly maxInstances: number;
}

/** How `daybook cost` counts a stage's runs, and how long one run takes. Work without a fixed duration is named. */
export type Pace =
  | { readonly per: "file"; readonly seconds: number; readonly secondsPerMegabyte: number }
  | { readonly per: "rebuild"; readonly seconds: number }
  | { readonly per: "publication" | "training" | "sweep" }
  /** Depends on how often people ask, so an estimate leaves it out. */
  | { readonly per: "request" };

/** Given to a run beside its input. */
export interface RunControl {
  /** Aborts when the process is about to end. */
  readonly signal?: AbortSignal;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of stages takes each with the input that it is written for
type AnyInput = any;

/** An entry of functions/pipeline.ts: everything that the rest of the system knows about a stage. */
export interface Stage<Input = AnyInput> {
  /** The folder below functions/ with its code, its SQL and the definitions of the tables that it writes. */
  readonly folder: string;
  readonly trigger: Trigger;
  /** The schema of the event that wakes it. A route checks an HTTP request itself. */
  readonly input?: z.ZodType<Input>;
  /** The least access that it needs. */
  readonly buckets: Readonly<Partial<Record<Bucket, BucketRight>>>;
  readonly datasets?: Readonly<Record<string, DatasetRight>>;
  /** The stages that receive its finished work; "every queue" for one that wakes all stages with work waiting. */
  readonly wakes?: readonly string[] | "every queue";
  /** Topics, `daybook-<name>`, on which it tells news to whoever subscribes. No stage listens to them. */
  readonly tells?: readonly string[];
  readonly resources: Resources;
  readonly pace: Pace;
  /** Limits for its package's size and start time where they differ from the usual ones. */
  readonly budget?: { readonly archiveKib?: number; readonly startMs?: number };
  /** Native engines that it loads: a package leaves the others out. */
  readonly engines?: readonly ("typing" | "training")[];
  /** Uses the platform only when the returned function is called. Tests pass other model families. */
  readonly run: (
    platform: Platform,
    families?: ReadonlyMap<string, Family>,
  ) => (input: Input, control?: RunControl) => unknown;
}

export type Stages = Readonly<Record<string, Stage>>;

/** The schema of what may wake a stage. A message on its topic must be addressed to it. */
export const acceptedInput = (name: string, { trigger, input }: Stage): Stage["input"] =>
  input && "topic" in trigger
    ? input.refine(({ stage }) => stage === name, { error: `must be ${name}`, path: ["stage"] })
    : input;

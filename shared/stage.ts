import type { z } from "zod";
import type { Family } from "./learning/model.ts";
import type { Platform } from "./platform.ts";

export type Bucket = "landing" | "staging" | "state" | "models" | "serving";
/** `use` is read, write, replace and remove. */
export type BucketRight = "read" | "use";
export type DatasetRight = "read" | "write";

/** What makes a stage run. */
export type Trigger =
  /** A change in the landing bucket. */
  | { readonly bucket: "finalized" | "deleted" }
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

/** What `daybook cost` counts a stage's runs by, and how long one takes. Work that has no fixed time is named. */
export type Pace =
  | { readonly per: "file"; readonly seconds: number; readonly secondsPerMegabyte: number }
  | { readonly per: "rebuild"; readonly seconds: number }
  | { readonly per: "publication" | "training" | "sweep" }
  /** Paid for by whoever asks. */
  | { readonly per: "request" };

/** What a stage is told besides its input. */
export interface RunControl {
  /** Aborts when the process is about to end. */
  readonly signal?: AbortSignal;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of stages takes each with the input that it is written for
type AnyInput = any;

/** An entry of functions/pipeline.ts: everything that is to be known of a stage. */
export interface Stage<Input = AnyInput> {
  /** The folder below functions/ with its code, its SQL and the definitions of the tables that it writes. */
  readonly folder: string;
  readonly trigger: Trigger;
  /** The schema of what wakes it. A request over HTTP is checked by the route that answers it. */
  readonly input?: z.ZodType<Input>;
  /** The least that it needs. */
  readonly buckets: Readonly<Partial<Record<Bucket, BucketRight>>>;
  readonly datasets?: Readonly<Record<string, DatasetRight>>;
  /** The stages that its finished work is handed on to; "every queue" for one that wakes all with work waiting. */
  readonly wakes?: readonly string[] | "every queue";
  readonly resources: Resources;
  readonly pace: Pace;
  /** What its package may weigh, and how long it may take to start, where that is not the usual. */
  readonly budget?: { readonly archiveKib?: number; readonly startMs?: number };
  /** Native engines that it loads: a package leaves the others out. */
  readonly engines?: readonly ("typing" | "training")[];
  /** Touches the platform only when the function that it returns is called. Models may be of other families in tests. */
  readonly run: (
    platform: Platform,
    families?: ReadonlyMap<string, Family>,
  ) => (input: Input, control?: RunControl) => unknown;
}

export type Stages = Readonly<Record<string, Stage>>;

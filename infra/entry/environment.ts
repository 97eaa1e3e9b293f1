import { z } from "zod";

const timeZones = new Set(Intl.supportedValuesOf("timeZone")).add("UTC");

export const LogLevel = z.enum(["error", "warn", "info", "debug"]);
export type LogLevel = z.infer<typeof LogLevel>;

const anywhere = {
  /** Folder of a laptop's buckets and warehouse. */
  DAYBOOK_HOME: z.string().min(1).default(".daybook"),
  DAYBOOK_TIME_ZONE: z
    .string()
    .refine((zone) => timeZones.has(zone), "must be an IANA time zone such as Europe/London")
    .default("Europe/London"),
  DAYBOOK_BASE_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as GBP")
    .default("GBP"),
  /** A folder of contracts that replace the built-in ones of the same name. */
  DAYBOOK_CONTRACTS: z.string().min(1).optional(),
  /** A folder of KPIs to use instead of the built-in ones. */
  DAYBOOK_KPIS: z.string().min(1).optional(),
  /** A Pub/Sub topic that serious findings are published to, as CloudEvents. It must exist. */
  DAYBOOK_ALERT_TOPIC: z.string().min(1).optional(),
  /** An address that serious findings are posted to, once each. */
  DAYBOOK_ALERT_WEBHOOK: z.url({ protocol: /^https?$/, error: "must be an address" }).optional(),
  /** Signs what is posted: HMAC-SHA256 of the body, in the header daybook-signature. */
  DAYBOOK_ALERT_SECRET: z.string().min(16, "must have 16 characters or more").optional(),
  DAYBOOK_ALERT_SHAPE: z.enum(["cloudevent", "slack", "teams"]).default("cloudevent"),
  /** A folder of tasks beside the built-in ones: each a folder with a task.yaml. */
  DAYBOOK_TASKS: z.string().min(1).optional(),
  /**
   * The least severe lines that are logged. Functions default to info, commands to none. `debug` adds one line per
   * handled event with its duration, and the stack of the error that ends a command.
   */
  DAYBOOK_LOG: LogLevel.optional(),
};

const needed = z.string("must be set").min(1, "must be set");
/**
 * A server on this machine instead of Google's. STORAGE_EMULATOR_HOST and the like do not work: Google's client for
 * Node then omits a part of each path.
 */
const server = z.url({ protocol: /^https?$/, error: "must be an address such as http://127.0.0.1:4443" });

const LocalEnv = z.object({ ...anywhere, PLATFORM: z.literal("local") });
const GcpEnv = z.object({
  ...anywhere,
  PLATFORM: z.literal("gcp"),
  GOOGLE_CLOUD_PROJECT: needed,
  /** Location of the datasets, the staging bucket and every BigQuery job. */
  DAYBOOK_LOCATION: needed,
  DAYBOOK_LANDING_BUCKET: needed,
  DAYBOOK_STAGING_BUCKET: needed,
  DAYBOOK_STATE_BUCKET: needed,
  DAYBOOK_MODELS_BUCKET: needed,
  DAYBOOK_SERVING_BUCKET: needed,
  DAYBOOK_DATASET_PREFIX: z
    .string()
    .regex(/^\w{0,64}$/, "letters, digits and underscores only")
    .default(""),
  /** BigQuery refuses a query that would read more, before it costs anything. */
  DAYBOOK_MAXIMUM_BYTES_BILLED: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, "must be a number of bytes")
    .default("200000000000"),
  /** Switches on questions in SQL (POST /v1/query): what one may read. A question that would read more is not run. */
  DAYBOOK_QUERY_MAXIMUM_BYTES: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, "must be a number of bytes")
    .optional(),
  DAYBOOK_STORAGE_ENDPOINT: server.optional(),
  DAYBOOK_BIGQUERY_ENDPOINT: server.optional(),
  /** Host and port, without http://. */
  DAYBOOK_PUBSUB_ENDPOINT: z.string().min(1).optional(),
});
export type GcpEnv = z.infer<typeof GcpEnv>;

const Env = z.discriminatedUnion("PLATFORM", [LocalEnv, GcpEnv]);
export type Env = z.infer<typeof Env>;

/** The only reader of process.env: wrong settings fail at the start, all of them, by name. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env): Env => {
  // DAYBOOK_DEBUG=1 is the older spelling of DAYBOOK_LOG=debug.
  const level = source["DAYBOOK_LOG"] ?? (source["DAYBOOK_DEBUG"] ? "debug" : undefined);
  const parsed = Env.safeParse({ ...source, PLATFORM: source["PLATFORM"] ?? "local", DAYBOOK_LOG: level });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`environment: ${faults.join("; ")}`);
};

/** The same for a command line, whose options replace variables. */
export const readEnvWith = (change: (variables: NodeJS.ProcessEnv) => NodeJS.ProcessEnv): Env =>
  readEnv(change(process.env));

/** Whether a person set a variable, where its default would mean the same. */
export const isGiven = (name: keyof GcpEnv): boolean => process.env[name] !== undefined;

import { z } from "zod";

const timeZones = new Set(Intl.supportedValuesOf("timeZone")).add("UTC");

const Env = z.object({
  /** Where a laptop's buckets and warehouse live. */
  DAYBOOK_HOME: z.string().min(1).default(".daybook"),
  DAYBOOK_TIME_ZONE: z
    .string()
    .refine((zone) => timeZones.has(zone), "must be an IANA time zone such as Europe/London")
    .default("Europe/London"),
  DAYBOOK_BASE_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as GBP")
    .default("GBP"),
  /** A folder of contracts to use instead of the built-in ones. */
  DAYBOOK_CONTRACTS: z.string().min(1).optional(),
  /** When set, the laptop's commands print their log lines and the stack of an error. */
  DAYBOOK_DEBUG: z.string().min(1).optional(),
});
export type Env = z.infer<typeof Env>;

/** The only place that looks at process.env, so that a wrong setting fails at the start and by name. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env): Env => {
  const parsed = Env.safeParse(source);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`environment: ${faults.join("; ")}`);
};

import { z } from "zod";

/**
 * The `detection` block of a KPI: fixed rules that judge it instead of the learned ones. They compare every period with one
 * baseline, so they know no season; they are for companies that have such rules and want to keep them.
 */
export const Detection = z
  .strictObject({
    cadence: z.enum(["daily", "weekly", "monthly"]),
    /** The periods that end within these days, both included, tell what is normal; all periods if left out. */
    baseline: z.strictObject({ from: z.iso.date(), to: z.iso.date() }).optional(),
    /** Also judges the newest period before it is over. */
    judgeUnfinished: z.boolean().default(false),
    /** Standard deviations from the baseline's mean; the deviation is that of a sample. */
    zscore: z.strictObject({ limit: z.number().positive() }).optional(),
    /** Interquartile ranges beyond the baseline's quartiles. */
    iqr: z.strictObject({ fences: z.number().positive() }).optional(),
    /** A trend through all periods, by the plain test. `steep` is a slope for each period, in the KPI's unit. */
    mannKendall: z
      .strictObject({ pValue: z.number().gt(0).lt(1), steep: z.number().positive().default(0.05) })
      .optional(),
  })
  .refine(({ zscore, iqr, mannKendall }) => zscore ?? iqr ?? mannKendall, {
    error: "names no rule: give zscore, iqr or mannKendall",
  });
export type Detection = z.infer<typeof Detection>;

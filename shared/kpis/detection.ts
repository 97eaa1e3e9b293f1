import { z } from "zod";

/**
 * The rules of a KPI's `detection` block: they judge it instead of the learned detectors and of its thresholds, so exactly
 * these count. They compare every period with one baseline, so they know no season; they are for companies that have such
 * rules and want to keep them.
 */
export const Rules = z
  .strictObject({
    cadence: z.enum(["daily", "weekly", "monthly"]),
    /** The periods that end within these days, both included, tell what is normal; all periods if left out. */
    baseline: z
      .strictObject({ from: z.iso.date(), to: z.iso.date() })
      .refine(({ from, to }) => from <= to, { error: "ends before it begins" })
      .optional(),
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
export type Rules = z.infer<typeof Rules>;

/** `none`: its values are computed and shown, and never judged. A union of both would hide what is wrong with a rule. */
export const Detection = z.unknown().transform((written, context): Rules | "none" => {
  if (written === "none") return "none";
  const rules = Rules.safeParse(written);
  if (rules.success) return rules.data;
  for (const { path, message } of rules.error.issues)
    context.addIssue({ code: "custom", path: [...path], message });
  return z.NEVER;
});

import type { z } from "zod";
import type { KpiFile } from "./kpi.ts";

/** A threshold of another unit than the KPI's would compare pounds with orders. */
export const thresholdFaults = (kpi: KpiFile, context: z.core.$RefinementCtx<KpiFile>): void => {
  for (const [place, { unit, cadence = [] }] of kpi.thresholds.entries()) {
    const path = ["thresholds", place];
    if (unit !== "percent_change" && unit !== kpi.unit)
      context.addIssue({
        code: "custom",
        path: [...path, "unit"],
        message: `is ${unit}, and the KPI's is ${kpi.unit}; a change is given in percent_change`,
      });
    const absent = cadence.find((each) => !kpi.cadence.includes(each));
    if (absent !== undefined)
      context.addIssue({ code: "custom", path: [...path, "cadence"], message: `the KPI is not ${absent}` });
  }
};

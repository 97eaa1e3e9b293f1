import type { z } from "zod";
import type { KpiFile } from "./kpi.ts";

type Context = z.core.$RefinementCtx<KpiFile>;

/** What is wrong between the keys that say how a KPI is judged. */
export const judgingFaults = (kpi: KpiFile, context: Context): void => {
  thresholdFaults(kpi, context);
  const { detection } = kpi;
  if (detection !== undefined && detection !== "none" && !kpi.cadence.includes(detection.cadence))
    context.addIssue({
      code: "custom",
      path: ["detection", "cadence"],
      message: `the KPI is not ${detection.cadence}`,
    });
};

/** A threshold of another unit than the KPI's would compare pounds with orders. */
const thresholdFaults = (kpi: KpiFile, context: Context): void => {
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

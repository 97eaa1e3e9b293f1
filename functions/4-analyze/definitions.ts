import { createHash } from "node:crypto";
import { z } from "zod";
import type { Kpi } from "../../shared/kpis/kpi.ts";
import type { Platform } from "../../shared/platform.ts";
import { readJson, writeJson } from "../../shared/work/json-object.ts";
import { settingsFor } from "./detect/settings.ts";

const Judged = z.object({ digest: z.string() });

const recordName = "analyze/v1/judged-by.json";

/** All that decides what is found in given values. */
const digestOf = (kpis: readonly Kpi[]): string => {
  const parts = kpis.map(
    ({ name, unit, cadence, formulaText, minimumVolume, materiality, thresholds, ...kpi }) => [
      [name, unit, cadence, formulaText, minimumVolume, materiality, thresholds],
      [kpi.learningDays, kpi.detection, kpi.dimensions],
    ],
  );
  return createHash("sha256")
    .update(JSON.stringify([settingsFor, parts]))
    .digest("hex");
};

/**
 * Whether KPIs or settings are others than those that judged last: then every period is judged again, and what KPIs found
 * that are gone is withdrawn.
 */
export const definitionsChanged = async ({ state, kpis }: Pick<Platform, "state" | "kpis">) => {
  const digest = digestOf(kpis);
  const before = await readJson(state, recordName, Judged);
  // Without KPIs nothing was ever found, unless there were some before.
  const changed = before ? before.value.digest !== digest : kpis.length > 0;
  return {
    changed,
    /** After the tables are written. A worker that dies before it judges everything again. */
    remember: async (): Promise<void> => {
      if (changed) await writeJson(state, recordName, { digest });
    },
  };
};

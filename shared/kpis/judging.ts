import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { sha256Of } from "../sha256.ts";
import { readJson, writeJson } from "../work/json-object.ts";
import type { Kpi } from "./kpi.ts";

/** What judged last: of the KPIs' files, and with the settings of the code. Older versions did not know the first apart. */
const JudgedBy = z.object({ digest: z.string(), kpis: z.string().default("") });
export type JudgedBy = z.infer<typeof JudgedBy>;

const recordName = "analyze/v1/judged-by.json";

/** Undefined before anything was judged. */
export const judgedBy = async (state: ObjectStore): Promise<JudgedBy | undefined> =>
  (await readJson(state, recordName, JudgedBy))?.value;

export const recordJudgedBy = async (state: ObjectStore, judged: JudgedBy): Promise<void> => {
  await writeJson(state, recordName, judged);
};

/** All in the KPIs' files that decides what is found in given values. */
export const judgingDigest = (kpis: readonly Kpi[]): string => {
  const parts = kpis.map(
    ({ name, unit, cadence, formulaText, minimumVolume, materiality, thresholds, ...kpi }) => [
      [name, unit, cadence, formulaText, minimumVolume, materiality, thresholds],
      [kpi.learningDays, kpi.detection, kpi.dimensions],
    ],
  );
  return sha256Of(JSON.stringify(parts));
};

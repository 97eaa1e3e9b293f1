import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { sha256Of } from "../sha256.ts";
import { readJson, writeJson } from "../work/json-object.ts";
import type { Kpi } from "./kpi.ts";

/** Raised when the way in which values are computed changes: every home then computes all of them again. */
const method = 1;

/** The definitions that metrics.kpi_values was computed with: a digest per KPI. */
const Defined = z.record(z.string(), z.string());
export type Defined = z.infer<typeof Defined>;

const recordName = "kpis/v1/defined.json";

/** Undefined before any value was computed. */
export const recordedDefinitions = async (state: ObjectStore): Promise<Defined | undefined> =>
  (await readJson(state, recordName, Defined))?.value;

export const recordDefinitions = async (state: ObjectStore, defined: Defined): Promise<void> => {
  await writeJson(state, recordName, defined);
};

/** Before work that several jobs do: if it is not finished, all values are computed again. */
export const forgetDefinitions = (state: ObjectStore): Promise<void> => state.remove(recordName);

export const definitionsOf = (kpis: readonly Kpi[]): Defined =>
  Object.fromEntries(kpis.map((kpi) => [kpi.name, digestOf(kpi)]));

/** Changes with what decides the values. Words, owner and thresholds do not, nor does the layout of a formula. */
const digestOf = ({ source, formula, volume, cadence, dimensions, learningDays }: Kpi): string => {
  const meaning = JSON.stringify(
    { method, source, formula, volume, cadence, dimensions, learningDays },
    (key, value: unknown) => (key === "at" || key === "token" ? undefined : value),
  );
  return sha256Of(meaning).slice(0, 16);
};

/** The KPIs that were added or changed, and the names of those that are gone. */
export const definitionChanges = (
  kpis: readonly Kpi[],
  recorded: Defined | undefined,
): { readonly changed: readonly string[]; readonly removed: readonly string[] } => {
  const now = definitionsOf(kpis);
  return {
    changed: Object.keys(now).filter((name) => now[name] !== recorded?.[name]),
    removed: Object.keys(recorded ?? {}).filter((name) => now[name] === undefined),
  };
};

/** The feed that a token names when definitions changed and no file did, or for the periods whose values changed. */
export const definitionsFeed = "kpis";

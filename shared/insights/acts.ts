import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { listJson, updateJson } from "../work/json-object.ts";

/**
 * What people say of a finding. acknowledged: somebody looks after it. muted: it is not worth telling, nor is the next one
 * of the same KPI at the same place until the day given. expected: the company knew of it before, such as a sale; no later
 * day learns from its days.
 */
export const ActKind = z.enum(["acknowledged", "muted", "expected"]);
export type ActKind = z.infer<typeof ActKind>;

export const Act = z.strictObject({
  finding: z.string(),
  kind: ActKind,
  at: z.iso.datetime(),
  note: z.string().max(1000).optional(),
  /** Who said it, where that is known. */
  by: z.string().max(320).optional(),
  /** The KPI and place, so that later findings there can be told apart from news. */
  kpi: z.string(),
  dimension: z.string(),
  segment: z.string(),
  /** The last day that a mute or an expected event covers; its first is the finding's. */
  from: z.iso.date(),
  until: z.iso.date(),
});
export type Act = z.infer<typeof Act>;

const folder = "findings/v1/acts/";

/** Acts are kept in the state bucket and never recomputed. The last one of a finding counts. */
export const actsIn = (state: ObjectStore) => ({
  async record(act: Act): Promise<void> {
    await updateJson(state, `${folder}${act.finding}.json`, Act, () => act);
  },
  async remove(finding: string): Promise<void> {
    await state.remove(`${folder}${finding}.json`);
  },
  async list(): Promise<readonly Act[]> {
    return listJson(state, folder, Act);
  },
});

type Judged = Pick<Act, "kpi" | "dimension" | "segment"> & { readonly id: string; readonly period: string };

/** The act that covers a finding: its own, or a mute or an expected event at the same place that has not run out. */
export const actOn = (
  acts: readonly Act[],
  { id, kpi, dimension, segment, period }: Judged,
): Act | undefined =>
  acts.find(({ finding }) => finding === id) ??
  acts.find(
    (act) =>
      act.kind !== "acknowledged" &&
      act.kpi === kpi &&
      act.dimension === dimension &&
      act.segment === segment &&
      act.from <= period &&
      period <= act.until,
  );

import { messageOf } from "../../../shared/errors.ts";
import { forgetDefinitions } from "../../../shared/kpis/definitions.ts";
import type { Platform } from "../../../shared/platform.ts";
import { isDivisible } from "../../../shared/work/poison.ts";
import { submitScript } from "../../../shared/work/submit.ts";
import { baseWork, keptWork, sliceWork } from "./kpi-jobs.ts";
import type { KpiPlan } from "./plan-kpis.ts";

/**
 * One transaction for each part of the KPIs, which are halved until those that fail stand alone. What they had is removed: it
 * would be out of date. They are left out of the record, so that the next plan computes all their values.
 */
export const redoApart = async (platform: Platform, jobId: string, plan: KpiPlan): Promise<Failed> => {
  const { state, warehouse } = platform;
  await forgetDefinitions(state);
  await submitScript(warehouse, { id: `${jobId}-base`, ...baseWork(plan, platform.kpis) });
  const failed = new Map<string, string>();
  for (const [place, slice] of plan.slices.entries()) {
    const left = slice.kpis.filter((name) => !failed.has(name));
    await redoHalving(platform, `${jobId}-apart-${place}`, { ...slice, kpis: left }, failed);
  }
  const kept = without(plan.defined, failed);
  await submitScript(warehouse, { id: `${jobId}-kept`, ...keptWork(kept) });
  return failed;
};

/** The reason by KPI. */
export type Failed = ReadonlyMap<string, string>;

const redoHalving = async (
  platform: Platform,
  id: string,
  slice: KpiPlan["slices"][number],
  failed: Map<string, string>,
): Promise<void> => {
  const { kpis } = slice;
  if (kpis.length === 0) return;
  try {
    await submitScript(platform.warehouse, { id, ...(await sliceWork(platform, slice)) });
  } catch (error) {
    if (!isDivisible(error, kpis.length)) throw error;
    const [name = ""] = kpis;
    if (kpis.length === 1) return void failed.set(name, messageOf(error));
    const middle = Math.ceil(kpis.length / 2);
    await redoHalving(platform, `${id}a`, { ...slice, kpis: kpis.slice(0, middle) }, failed);
    await redoHalving(platform, `${id}b`, { ...slice, kpis: kpis.slice(middle) }, failed);
  }
};

export const without = (defined: KpiPlan["defined"], failed: Failed): KpiPlan["defined"] =>
  Object.fromEntries(Object.entries(defined).filter(([name]) => !failed.has(name)));

import { firstDate, lastDate } from "../../../shared/dates.ts";
import { usesTiers } from "../../../shared/kpis/uses-tiers.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Params, ScriptJob } from "../../../shared/ports.ts";
import { bool, date, dates, dayParams, sqlFile, texts } from "../../../shared/sql.ts";
import { manifestsIn, union } from "../../../shared/work/manifest.ts";
import { daysIn } from "./periods.ts";
import type { KpiPlan } from "./plan-kpis.ts";
import { periodsScript, redoScript } from "./print-script.ts";

const firstOrders = sqlFile(import.meta.url, "first_orders.sql");
const kpiTiers = sqlFile(import.meta.url, "kpi_tiers.sql");
const removedKpis = sqlFile(import.meta.url, "removed_kpis.sql");

export type Transaction = Pick<ScriptJob, "script" | "params">;

export const baseWork = (plan: KpiPlan, kpis: Platform["kpis"]): Transaction => ({
  script: [firstOrders, kpiTiers, periodsScript, removedKpis].join("\n;\n"),
  params: {
    ...dayParams(plan.days),
    history_from: date(plan.historyFrom),
    uses_tiers: bool(kpis.some(usesTiers)),
    defined: texts(Object.keys(plan.defined)),
    removed_from: date(plan.removes ? firstDate : lastDate),
  },
});

/** A KPI of the plan may be gone since: the next round removes its rows. */
export const sliceWork = async (
  platform: Platform,
  slice: KpiPlan["slices"][number],
): Promise<Transaction> => ({
  script: redoScript(
    platform.kpis.filter(({ name }) => slice.kpis.includes(name)),
    platform.feeds,
  ),
  params: await sliceParams(platform, slice),
});

const sliceParams = async (platform: Platform, slice: KpiPlan["slices"][number]): Promise<Params> => {
  const starts = union(slice.daily, slice.weekly, slice.monthly);
  const days = daysIn(slice);
  const readsRaw = platform.kpis.some(
    ({ name, source }) => source !== "clean.lines" && slice.kpis.includes(name),
  );
  return {
    kpis: texts(slice.kpis),
    daily: dates(slice.daily),
    weekly: dates(slice.weekly),
    monthly: dates(slice.monthly),
    period_from: date(starts[0] ?? lastDate),
    period_to: date(starts.at(-1) ?? firstDate),
    read_days: dates(days),
    read_from: date(days[0] ?? lastDate),
    read_to: date(days.at(-1) ?? firstDate),
    ...(readsRaw && { file_dates: dates(await fileDatesOf(platform, days)) }),
  };
};

/** The dates of the files with raw rows of these days: raw rows are stored by file date. */
const fileDatesOf = async ({ state }: Platform, days: readonly string[]): Promise<readonly string[]> => {
  const wanted = new Set(days);
  const manifests = await manifestsIn(state).list("transactions");
  return union(
    manifests
      .filter((manifest) => manifest.days.some((day) => wanted.has(day)))
      .map(({ fileDate }) => fileDate),
  );
};

/** Removes the values of all other KPIs. */
export const keptWork = (kept: KpiPlan["defined"]): Transaction => ({
  script: removedKpis,
  params: { defined: texts(Object.keys(kept)), removed_from: date(firstDate) },
});

import { firstDate, lastDate } from "../../../shared/dates.ts";
import { definitionsFeed, forgetDefinitions, recordDefinitions } from "../../../shared/kpis/definitions.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Params, ScriptJob } from "../../../shared/ports.ts";
import { date, dates, dayParams, sqlFile, texts } from "../../../shared/sql.ts";
import { handOn } from "../../../shared/work/hand-on.ts";
import type { Intent } from "../../../shared/work/lease.ts";
import { manifestsIn, union } from "../../../shared/work/manifest.ts";
import { submitScript } from "../../../shared/work/submit.ts";
import { daysIn } from "./periods.ts";
import { KpiPlan } from "./plan-kpis.ts";
import { periodsScript, redoScript } from "./print-script.ts";

const firstOrders = sqlFile(import.meta.url, "first_orders.sql");
const removedKpis = sqlFile(import.meta.url, "removed_kpis.sql");

/**
 * Does what was planned; it may be repeated. The calendar and first orders change together with the values that depend on
 * them. Only if that is too much for one transaction are there several, and then the record of what is computed goes first:
 * should one of them fail, the next plan cannot see any more what depended on the old calendar, and computes everything.
 */
export const redoKpis = async (platform: Platform, intent: Intent): Promise<void> => {
  const plan = KpiPlan.parse(intent.payload);
  const parts: Transaction[] = [];
  for (const slice of plan.slices) parts.push(await sliceWork(platform, slice));
  const [first, ...others] = parts;
  if (others.length > 0) await forgetDefinitions(platform.state);
  const base = baseWork(plan);
  await submitScript(platform.warehouse, {
    id: intent.jobId,
    script: [base.script, ...(first ? [first.script] : [])].join("\n;\n"),
    params: { ...base.params, ...first?.params },
  });
  for (const [place, part] of others.entries())
    await submitScript(platform.warehouse, { id: `${intent.jobId}-${place}`, ...part });
  await recordDefinitions(platform.state, plan.defined);
  await handOnPeriods(platform, intent.jobId, plan);
};

/**
 * The first days of all periods whose values changed go on to analyze: more than the changed days, as a week that is complete
 * now. It is part of the intent, because a later plan would not find them changed any more.
 */
const handOnPeriods = async (platform: Platform, jobId: string, { slices }: KpiPlan): Promise<void> => {
  const days = union(...slices.flatMap(({ daily, weekly, monthly }) => [daily, weekly, monthly]));
  const [fileDate] = days;
  if (fileDate !== undefined)
    await handOn(platform, "aggregate", `${jobId}-kpis`, { feed: definitionsFeed, fileDate, days });
};

type Transaction = Pick<ScriptJob, "script" | "params">;

const baseWork = (plan: KpiPlan): Transaction => ({
  script: [firstOrders, periodsScript, removedKpis].join("\n;\n"),
  params: {
    ...dayParams(plan.days),
    history_from: date(plan.historyFrom),
    defined: texts(Object.keys(plan.defined)),
    removed_from: date(plan.removes ? firstDate : lastDate),
  },
});

/** A KPI of the plan may be gone since: the next round removes its rows. */
const sliceWork = async (platform: Platform, slice: KpiPlan["slices"][number]): Promise<Transaction> => ({
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

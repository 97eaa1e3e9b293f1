import { firstDate, lastDate } from "../../../shared/dates.ts";
import { recordDefinitions } from "../../../shared/kpis/definitions.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Params } from "../../../shared/ports.ts";
import { date, dates, dayParams, sqlFile, texts } from "../../../shared/sql.ts";
import type { Intent } from "../../../shared/work/lease.ts";
import { manifestsIn, union } from "../../../shared/work/manifest.ts";
import { submitScript } from "../../../shared/work/submit.ts";
import { daysIn } from "./periods.ts";
import { KpiPlan } from "./plan-kpis.ts";
import { periodsScript, redoScript } from "./print-script.ts";

const firstOrders = sqlFile(import.meta.url, "first_orders.sql");
const removedKpis = sqlFile(import.meta.url, "removed_kpis.sql");

/** Does what was planned: the calendar and first orders, then a transaction for each slice. It may be repeated. */
export const redoKpis = async (platform: Platform, intent: Intent): Promise<void> => {
  const plan = KpiPlan.parse(intent.payload);
  await submitScript(platform.warehouse, {
    id: intent.jobId,
    script: [firstOrders, periodsScript, removedKpis].join("\n;\n"),
    params: {
      ...dayParams(plan.days),
      history_from: date(plan.historyFrom),
      defined: texts(Object.keys(plan.defined)),
      removed_from: date(plan.removes ? firstDate : lastDate),
    },
  });
  for (const [place, slice] of plan.slices.entries()) {
    // A KPI may be gone since: the next round removes its rows.
    const kpis = platform.kpis.filter(({ name }) => slice.kpis.includes(name));
    await submitScript(platform.warehouse, {
      id: `${intent.jobId}-${place}`,
      script: redoScript(kpis, platform.feeds),
      params: await sliceParams(platform, slice),
    });
  }
  await recordDefinitions(platform.state, plan.defined);
};

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

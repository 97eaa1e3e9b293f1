import { definitionsFeed, forgetDefinitions, recordDefinitions } from "../../../shared/kpis/definitions.ts";
import { setAsideIn } from "../../../shared/kpis/set-aside.ts";
import type { Platform } from "../../../shared/platform.ts";
import { sqlFile } from "../../../shared/sql.ts";
import { handOn } from "../../../shared/work/hand-on.ts";
import type { Intent } from "../../../shared/work/lease.ts";
import { union } from "../../../shared/work/manifest.ts";
import { isDivisible } from "../../../shared/work/poison.ts";
import { submitScript } from "../../../shared/work/submit.ts";
import { baseWork, sliceWork, type Transaction } from "./kpi-jobs.ts";
import { type Periods, periodsIn } from "./periods.ts";
import { KpiPlan } from "./plan-kpis.ts";
import { type Failed, redoApart, without } from "./redo-apart.ts";

const knownPeriods = sqlFile(import.meta.url, "known_periods.sql");

/**
 * Does what was planned; it may be repeated. If the values of some KPI overflow the engine, it is found and set aside, and
 * all others are computed.
 */
export const redoKpis = async (platform: Platform, intent: Intent): Promise<void> => {
  const { state } = platform;
  const plan = KpiPlan.parse(intent.payload);
  const failed = await redoTogether(platform, intent.jobId, plan).catch((error: unknown) => {
    if (!isDivisible(error, plan.slices.flatMap(({ kpis }) => kpis).length)) throw error;
    return redoApart(platform, intent.jobId, plan);
  });
  const before = new Set((await setAsideIn(state).list()).map(({ kpi }) => kpi));
  const isNew = [...failed.keys()].some((name) => !before.has(name));
  // Before the record: without it, a worker that dies here leaves everything to be computed and handed on again.
  await handOnPeriods(platform, intent.jobId, isNew ? await everyPeriod(platform) : plan.slices);
  await recordDefinitions(state, without(plan.defined, failed));
  await note(platform, plan, failed);
};

/**
 * The calendar and first orders change together with the values that depend on them. Only if that is too much for one
 * transaction are there several, and then the record of what is computed goes first: should one of them fail, the next plan
 * cannot see any more what depended on the old calendar, and computes everything.
 */
const redoTogether = async (platform: Platform, jobId: string, plan: KpiPlan): Promise<Failed> => {
  const parts: Transaction[] = [];
  for (const slice of plan.slices) parts.push(await sliceWork(platform, slice));
  const [first, ...others] = parts;
  if (others.length > 0) await forgetDefinitions(platform.state);
  const base = baseWork(plan, platform.kpis);
  await submitScript(platform.warehouse, {
    id: jobId,
    script: [base.script, ...(first ? [first.script] : [])].join("\n;\n"),
    params: { ...base.params, ...first?.params },
  });
  for (const [place, part] of others.entries())
    await submitScript(platform.warehouse, { id: `${jobId}-${place}`, ...part });
  return new Map();
};

/**
 * The first days of all periods whose values changed go on to analyze: more than the changed days, as a week that is complete
 * now. It is part of the intent, because a later plan would not find them changed any more.
 */
const handOnPeriods = async (
  platform: Platform,
  jobId: string,
  periods: readonly Periods[],
): Promise<void> => {
  const days = union(...periods.flatMap(({ daily, weekly, monthly }) => [daily, weekly, monthly]));
  const [fileDate] = days;
  if (fileDate !== undefined)
    await handOn(platform, "aggregate", `${jobId}-kpis`, { feed: definitionsFeed, fileDate, days });
};

/** What a KPI found anywhere is withdrawn when it is set aside. */
const everyPeriod = async ({ warehouse }: Platform): Promise<readonly Periods[]> => [
  periodsIn(await warehouse.query(knownPeriods)),
];

const note = async ({ state, clock, log }: Platform, { defined }: KpiPlan, failed: Failed): Promise<void> => {
  const since = clock.now().toISOString();
  const aside = [...failed].map(([kpi, reason]) => ({ kpi, reason, digest: defined[kpi] ?? "", since }));
  await setAsideIn(state).replace(aside);
  for (const { kpi, reason } of aside) log.error("KPI set aside", { counter: "kpi_set_aside", kpi, reason });
};

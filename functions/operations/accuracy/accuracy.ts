import { dayOf, firstDate, isoDate } from "../../../shared/dates.ts";
import type { Platform } from "../../../shared/platform.ts";
import { type DriftReport, drifted, driftIn } from "../../../shared/registry/drift-report.ts";
import { taskNames } from "../../../shared/tasks/load-tasks.ts";
import { knownDays } from "../../../shared/tasks/origins.ts";
import { readAccuracy } from "./read-predictions.ts";
import { forecastAccuracy, spendAccuracy, totalsOf } from "./scores.ts";

/** Three months of 30-day predictions that are over. */
const usualDays = 120;

/** How what was predicted did, and how far the customers of today are from those that the models have learned from. */
export const measureAccuracy = async (
  { warehouse, state, company }: Pick<Platform, "warehouse" | "state" | "company">,
  asked?: string,
) => {
  const known = await knownDays(warehouse);
  const since = asked ?? (known ? isoDate(dayOf(known.last) - usualDays) : firstDate);
  const { windows, days } = await readAccuracy(warehouse, since);
  const reports = await Promise.all(taskNames().map((task) => driftIn(state).last(task)));
  return {
    since,
    knownUntil: known?.last ?? null,
    currency: company.baseCurrency,
    spend: spendAccuracy(windows),
    totals: totalsOf(windows),
    forecast: { byDaysAhead: forecastAccuracy(days), days },
    drift: reports.flatMap((report) => (report ? [{ ...report, drifted: namesOf(drifted(report)) }] : [])),
  };
};
export type Accuracy = Awaited<ReturnType<typeof measureAccuracy>>;

const namesOf = (features: DriftReport["features"]): string[] => features.map(({ name }) => name);

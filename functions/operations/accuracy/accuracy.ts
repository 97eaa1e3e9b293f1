import { dayOf, firstDate, isoDate } from "../../../shared/dates.ts";
import type { Platform } from "../../../shared/platform.ts";
import { drifted, driftIn } from "../../../shared/registry/drift-report.ts";
import { knownDays } from "../../../shared/tasks/origins.ts";
import { allTaskNames } from "../../../shared/tasks/task-names.ts";
import { readAccuracy } from "./read-predictions.ts";
import { compareTotals, forecastAccuracy, spendAccuracy } from "./scores.ts";

/** About three months of 30-day predictions that are over by now. */
const usualDays = 120;

/** Compares predictions with actual sales, and reports how far today's customers have drifted from the training data. */
export const measureAccuracy = async (
  { warehouse, state, company, taskFolder }: Pick<Platform, "warehouse" | "state" | "company" | "taskFolder">,
  from?: string,
) => {
  const known = await knownDays(warehouse);
  const since = from ?? (known ? isoDate(dayOf(known.last) - usualDays) : firstDate);
  const { windows, days } = await readAccuracy(warehouse, since);
  const reports = await Promise.all(allTaskNames(taskFolder).map((task) => driftIn(state).last(task)));
  return {
    since,
    knownUntil: known?.last ?? null,
    currency: company.baseCurrency,
    spend: spendAccuracy(windows),
    totals: compareTotals(windows),
    forecast: { byDaysAhead: forecastAccuracy(days), days },
    drift: reports.flatMap((report) =>
      report ? [{ ...report, drifted: drifted(report).map(({ name }) => name) }] : [],
    ),
  };
};
export type Accuracy = Awaited<ReturnType<typeof measureAccuracy>>;

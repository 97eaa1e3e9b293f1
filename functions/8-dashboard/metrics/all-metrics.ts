import type { Snapshot } from "../../../shared/serving/read-snapshot.ts";
import { company } from "../../../shared/serving/sections/company.ts";
import { kpiSeries, kpis } from "../../../shared/serving/sections/kpis.ts";
import { andThen, type ValueOrPromise } from "../../../shared/value-or-promise.ts";
import { sectionOf } from "../sources/section-of.ts";
import type { Seen } from "../sources/sources.ts";
import { companyMetrics } from "./company-metrics.ts";
import { kpiMetric } from "./kpi-metrics.ts";
import type { Metric } from "./metric.ts";

const known = new WeakMap<Snapshot, readonly Metric[]>();
const mostKpis = 1000;

/** The metrics of a snapshot, read once: its KPIs, or the company's own figures while there are none. */
export const metricsOf = (seen: Seen | undefined): ValueOrPromise<readonly Metric[]> => {
  if (!seen) return [];
  const { snapshot } = seen;
  const found = known.get(snapshot);
  if (found) return found;
  return andThen(kpisOf(seen), (metrics) => {
    known.set(snapshot, metrics);
    return metrics;
  });
};

const kpisOf = (seen: Seen): ValueOrPromise<readonly Metric[]> => {
  const view = sectionOf(seen, company);
  const own = view ? companyMetrics(view) : [];
  const list = sectionOf(seen, kpis)?.kpis ?? [];
  if (list.length === 0) return own;
  return andThen(seen.snapshot.listFrom(kpiSeries, "", mostKpis), (histories) => {
    const byName = new Map(histories);
    return [...list.map((summary) => kpiMetric(summary, byName.get(summary.name) ?? { series: [] })), ...own];
  });
};

import type { Snapshot } from "../../../../shared/serving/read-snapshot.ts";
import { company } from "../../../../shared/serving/sections/company.ts";
import { sectionOf } from "../../sources/section-of.ts";
import type { Seen } from "../../sources/sources.ts";
import { companyMetrics } from "./company-metrics.ts";
import type { Metric } from "./metric.ts";

/** The metrics of a snapshot, worked out once. */
export const metricsOf = (seen: Seen | undefined): readonly Metric[] =>
  seen ? ofSnapshot(seen.snapshot, seen) : [];

const known = new WeakMap<Snapshot, readonly Metric[]>();

const ofSnapshot = (snapshot: Snapshot, seen: Seen): readonly Metric[] => {
  const found = known.get(snapshot);
  if (found) return found;
  const view = sectionOf(seen, company);
  const metrics = view ? companyMetrics(view) : [];
  known.set(snapshot, metrics);
  return metrics;
};

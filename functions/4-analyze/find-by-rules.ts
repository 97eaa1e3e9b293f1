import { dayOf, isoDate } from "../../shared/dates.ts";
import { type Finding, findingId } from "../../shared/insights/finding.ts";
import { Detection } from "../../shared/kpis/detection.ts";
import type { Kpi } from "../../shared/kpis/kpi.ts";
import { periodEnd } from "./periods.ts";
import type { KpiValue } from "./read-values.ts";
import type { FoundByRule, PeriodValue } from "./rules/found-by-rule.ts";
import { outliers } from "./rules/outlier-rules.ts";
import { trendThrough } from "./rules/trend-rule.ts";
import { watch } from "./watch-kpis.ts";

/** The rules of a KPI's `detection` block; undefined if it is judged by the learned detectors. */
export const rulesOf = (kpi: Kpi): Detection | undefined =>
  kpi.detection === undefined ? undefined : Detection.parse(kpi.detection);

/**
 * What a KPI's own rules say of the whole company. They compare with a fixed baseline and say nothing about chance, so each
 * of them is told, without joining stories.
 */
export const findByRules = (kpi: Kpi, rules: Detection, rows: readonly KpiValue[]): Finding[] => {
  const values = rows.flatMap(({ dimension, period, value, state }): PeriodValue[] =>
    dimension === "all" && value !== null && state !== "closed" && state !== "gap"
      ? [{ period, lastDay: isoDate(periodEnd(rules.cadence, dayOf(period))), value }]
      : [],
  );
  const trend = trendThrough(values, rules);
  return [...outliers(values, rules), ...(trend ? [trend] : [])].map((found) => finding(kpi, rules, found));
};

const finding = (kpi: Kpi, { cadence, zscore, iqr, mannKendall }: Detection, found: FoundByRule): Finding => {
  const { period, actual, expected, detectors, severity, confidence, statistic } = found;
  const place = { kpi: kpi.name, cadence, period, dimension: "all", segment: "all" };
  // A trend and an outlier of the same week are two findings.
  const kind = detectors.includes("mann_kendall") ? "trend" : "rule";
  return {
    ...place,
    id: findingId(place, kind),
    kind,
    direction: (kind === "trend" ? statistic > 0 : actual > expected) ? "up" : "down",
    actual,
    expected,
    low: null,
    high: null,
    score: statistic,
    confidence: confidence * 100,
    severity,
    detectors: [...detectors],
    asked: [zscore, iqr, mannKendall].filter((rule) => rule !== undefined).length,
    money: watch(kpi, cadence, "all", "all").isMoney ? actual - expected : null,
    since: period,
    also: [],
    state: "open",
  };
};

import { dayOf, firstDate, isoDate, lastDate } from "../../shared/dates.ts";
import { type Finding, findingId } from "../../shared/insights/finding.ts";
import type { Rules } from "../../shared/kpis/detection.ts";
import type { Cadence, Kpi } from "../../shared/kpis/kpi.ts";
import type { Warehouse } from "../../shared/ports.ts";
import { periodEnd } from "./periods.ts";
import { type KpiValue, readValues } from "./read-values.ts";
import type { FoundByRule, PeriodValue } from "./rules/found-by-rule.ts";
import { outliers } from "./rules/outlier-rules.ts";
import { trendThrough } from "./rules/trend-rule.ts";
import { watch } from "./watch-kpis.ts";

/** Undefined where the learned detectors judge, or nothing does. */
export const rulesOf = ({ detection }: Kpi): Rules | undefined =>
  detection === "none" ? undefined : detection;

/** Fixed rules compare with a fixed baseline: a change of one period can change the judgement of all, so all are judged. */
export const everyPeriod = { from: firstDate, to: lastDate };

/**
 * What a KPI's own rules say of the whole company. They say nothing about chance, so each of them is told, without joining
 * stories.
 */
export const findByRules = async (
  warehouse: Warehouse,
  kpi: Kpi,
  rules: Rules,
): Promise<readonly Finding[]> => {
  const { cadence, judgeUnfinished: unfinished } = rules;
  const rows = await readValues(warehouse, { cadence, ...everyPeriod, kpis: [kpi], unfinished });
  const values = valuesIn(rows, cadence);
  const trend = trendThrough(values, rules);
  return [...outliers(values, rules), ...(trend ? [trend] : [])].map((found) => finding(kpi, rules, found));
};

const valuesIn = (rows: readonly KpiValue[], cadence: Cadence): readonly PeriodValue[] =>
  rows.flatMap(({ dimension, period, value, state }) =>
    dimension === "all" && value !== null && state !== "closed" && state !== "gap"
      ? [{ period, lastDay: isoDate(periodEnd(cadence, dayOf(period))), value }]
      : [],
  );

const finding = (kpi: Kpi, { cadence, zscore, iqr, mannKendall }: Rules, found: FoundByRule): Finding => {
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

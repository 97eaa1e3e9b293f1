import { mean, quantile, sorted } from "../../../shared/learning/numbers.ts";
import { evidenceIn } from "./judge.ts";
import type { KpiSeries } from "./retail-kpis.ts";

export interface Rule {
  readonly name: string;
  /** Whether the KPI alarms on the day at this place. */
  alarms(series: KpiSeries, at: number): boolean;
}

const deviation = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((total, each) => total + (each - centre) ** 2, 0) / (values.length - 1));
};

const zAbove =
  (limit: number, days: number) =>
  (series: KpiSeries, at: number): boolean => {
    const before = series.values.slice(Math.max(0, at - days), at);
    return Math.abs((series.values[at] ?? 0) - mean(before)) > limit * deviation(before);
  };

const outsideFences = (series: KpiSeries, at: number): boolean => {
  const before = sorted(series.values.slice(Math.max(0, at - 28), at));
  const [low, high] = [quantile(before, 0.25), quantile(before, 0.75)];
  const value = series.values[at] ?? 0;
  return value < low - 1.5 * (high - low) || value > high + 1.5 * (high - low);
};

/** Days before that Elementary looks at are days of the calendar. */
const elementary = (series: KpiSeries, at: number): boolean => {
  const today = series.days[at] ?? 0;
  const before = series.values.filter((_, place) => place < at && (series.days[place] ?? 0) >= today - 14);
  if (before.length < 7) return false;
  return Math.abs((series.values[at] ?? 0) - mean(before)) > 3 * deviation(before);
};

/** What BigQuery, Amplitude and others do by default, on this product's own forecast. */
const outside95 = (series: KpiSeries, at: number): boolean => {
  const judged = evidenceIn(series, at, at)[0];
  return judged !== undefined && Math.abs(judged.evidence.z) > 1.96;
};

export const plainRules: readonly Rule[] = [
  { name: "z > 3, raw, 28 days (seed)", alarms: zAbove(3, 28) },
  { name: "IQR 1.5, raw, 28 days (seed)", alarms: outsideFences },
  { name: "outside a 95 % band of the forecast", alarms: outside95 },
  { name: "Elementary: z > 3, 14 days, 7 at least", alarms: elementary },
];

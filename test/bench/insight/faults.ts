import { stream } from "../../../shared/learning/random.ts";
import type { KpiSeries } from "./retail-kpis.ts";

/** A fault that is put into one KPI of a real company. */
export interface Fault {
  /** Places of the KPI among the series, and of its first faulty day. */
  readonly kpi: number;
  readonly at: number;
  readonly rises: boolean;
}

export interface FaultKind {
  readonly name: string;
  /** How many days the fault lasts at least, and may take to be found. */
  readonly days: number;
  /** The factor's distance from 1 on the n-th faulty day; 0 once it is over. */
  strength(day: number): number;
}

export const spike80: FaultKind = { name: "spike 80 %", days: 1, strength: (day) => (day === 0 ? 0.8 : 0) };
export const spike50: FaultKind = { name: "spike 50 %", days: 1, strength: (day) => (day === 0 ? 0.5 : 0) };
export const shift40: FaultKind = { name: "shift 40 %, 10 d", days: 10, strength: () => 0.4 };
export const drift50: FaultKind = {
  name: "drift 50 %, 10 d",
  days: 10,
  strength: (day) => 0.5 * Math.min(1, (day + 1) / 12),
};

/** Half of the faults rise and half of them fall. The days before `first` are history only. */
export const drawFaults = (
  kind: FaultKind,
  count: number,
  series: readonly KpiSeries[],
  first: number,
): Fault[] => {
  const random = stream(15, "faults", kind.name);
  const last = (series[0]?.days.length ?? 0) - kind.days;
  return Array.from({ length: count }, () => ({
    kpi: random.below(series.length),
    at: first + random.below(last - first + 1),
    rises: random.chance(0.5),
  }));
};

export const withFault = (series: KpiSeries, { at, rises }: Fault, { strength }: FaultKind): KpiSeries => ({
  ...series,
  values: series.values.map((value, place) => {
    if (place < at) return value;
    const changed = value * (1 + (rises ? 1 : -1) * strength(place - at));
    return series.scale === "share" ? Math.min(0.999, changed) : changed;
  }),
});

import type { Cadence } from "../../../shared/kpis/kpi.ts";
import type { Scale } from "./transform.ts";

/** A KPI at one place and cadence, with what its YAML says about judging it. */
export interface Watched {
  readonly kpi: string;
  readonly cadence: Cadence;
  readonly dimension: string;
  readonly segment: string;
  readonly scale: Scale;
  /** Whether its values are amounts in the base currency. */
  readonly isMoney: boolean;
  readonly minimumVolume: number;
  readonly materiality: { readonly percent: number; readonly absolute: number };
  readonly thresholds: readonly Threshold[];
  /** Of how many dimensions the KPI is computed. */
  readonly breadth: number;
  /** The columns in its formula: KPIs that share one move together. */
  readonly ingredients: readonly string[];
}

export interface Threshold {
  readonly is: "above" | "below";
  readonly value: number;
  /** Against what was expected, in percent, or the value itself. */
  readonly of: "change" | "value";
  readonly critical: boolean;
}

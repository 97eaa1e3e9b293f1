import type { OpenDays } from "./open-days.ts";

/** One forecasting method. It sees and forecasts open days only. */
export interface Method {
  readonly name: string;
  /** Knows a season that not every company has (see combine.ts). */
  readonly specialist?: true;
  /** The sales of each future day; NaN if the method has too little data. */
  forecast(past: OpenDays, future: Int32Array): Float64Array;
}

/** Several methods combined. */
export interface Combination {
  readonly name: string;
  readonly members: readonly Method[];
}

export type Forecaster = Method | Combination;

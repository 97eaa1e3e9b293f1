import type { OpenDays } from "./open-days.ts";

/** One way of carrying a series forward. It sees open days only, and answers for open days only. */
export interface Method {
  readonly name: string;
  /** What each of the future days will bring. May be NaN where the method has too little to go by. */
  forecast(past: OpenDays, future: Int32Array): Float64Array;
}

/** Several methods answering together. */
export interface Combination {
  readonly name: string;
  readonly members: readonly Method[];
}

export type Forecaster = Method | Combination;

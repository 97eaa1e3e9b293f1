import type { OpenDays } from "./open-days.ts";

/** One way of carrying a series forward. It sees open days only, and answers for open days only. */
export interface Forecaster {
  readonly name: string;
  /** What each of the future days will bring. May be NaN where the method has too little to go by. */
  forecast(past: OpenDays, future: Int32Array): Float64Array;
}

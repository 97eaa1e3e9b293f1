import type { Card } from "../registry/card.ts";
import { intervalOf } from "./metrics/conformal.ts";

/** Money as answers give it: no one needs an expectation to the billionth. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Where the truth is to be expected around an answer. Undefined while too little history stands behind the model. */
export const rangesOf = (
  { intervals }: Pick<Card, "intervals">,
  value: number,
): { readonly within80: Range; readonly within95: Range } | undefined => {
  if (!intervals) return undefined;
  const { low80, high80, low95, high95 } = intervalOf(intervals.calibration, value);
  const range = (low: number, high: number) => ({ low: rounded(Math.max(0, low)), high: rounded(high) });
  return { within80: range(low80, high80), within95: range(low95, high95) };
};

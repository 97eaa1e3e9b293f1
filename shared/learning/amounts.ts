import type { Card } from "../registry/card.ts";
import { predictionInterval } from "./metrics/conformal.ts";

/** Money in answers has two decimals. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Prediction intervals around a value, never below zero. Undefined while the model has too little history for them. */
export const predictionRanges = (
  { intervals }: Pick<Card, "intervals">,
  value: number,
): { readonly within80: Range; readonly within95: Range } | undefined => {
  if (!intervals) return undefined;
  const { low80, high80, low95, high95 } = predictionInterval(intervals.calibration, value);
  const range = (low: number, high: number) => ({ low: rounded(Math.max(0, low)), high: rounded(high) });
  return { within80: range(low80, high80), within95: range(low95, high95) };
};

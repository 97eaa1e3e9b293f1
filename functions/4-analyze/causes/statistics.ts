import type { Nano } from "../../../shared/decimal.ts";

/** The mean of the two middle values if their number is even; 0 of none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
};

/** The same, exact. Half of the smallest unit is cut off. */
export const exactMedian = (values: readonly Nano[]): Nano => {
  const sorted = values.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0n;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0n) + upper) / 2n;
};

/** 1.4826 makes the median absolute deviation of a normal distribution its standard deviation. */
const toStandardDeviation = 1.4826;

/**
 * How much windows differ: by the median absolute deviation, which one odd window does not move. It is 0 when most windows
 * are equal, so half of the standard deviation is the least.
 */
export const robustSpread = (values: readonly number[]): number => {
  if (values.length === 0) return 0;
  const middle = median(values);
  const mad = toStandardDeviation * median(values.map((value) => Math.abs(value - middle)));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.max(mad, 0.5 * Math.sqrt(variance));
};

/** The value at which half of the weight is reached. */
export const weightedMedian = (
  values: readonly { readonly value: number; readonly weight: number }[],
): number | undefined => {
  const sorted = values.toSorted((left, right) => left.value - right.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let passed = 0;
  return sorted.find(({ weight }) => {
    passed += weight;
    return passed >= half;
  })?.value;
};

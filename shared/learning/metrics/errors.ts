import { ascendingOrder, mean, type Numbers, quantile } from "../numbers.ts";

/** The mean over rows of what each truth and its prediction give. */
export function meanOf(
  y: Numbers,
  predicted: Numbers,
  loss: (truth: number, value: number) => number,
): number {
  if (y.length !== predicted.length)
    throw new Error(`${y.length} truths cannot be scored by ${predicted.length} predictions`);
  let total = 0;
  for (let row = 0; row < y.length; row++) total += loss(y[row] ?? 0, predicted[row] ?? 0);
  return total / y.length;
}

export const meanAbsoluteError = (y: Numbers, predicted: Numbers): number =>
  meanOf(y, predicted, (truth, value) => Math.abs(truth - value));

export const meanSquaredError = (y: Numbers, predicted: Numbers): number =>
  meanOf(y, predicted, (truth, value) => (truth - value) ** 2);

export const rootMeanSquaredError = (y: Numbers, predicted: Numbers): number =>
  Math.sqrt(meanSquaredError(y, predicted));

export function medianAbsoluteError(y: Numbers, predicted: Numbers): number {
  const misses = Float64Array.from(y, (truth, row) => Math.abs(truth - (predicted[row] ?? 0)));
  return quantile(misses.sort(), 0.5);
}

/** Share of the variance explained. NaN when the truth does not vary. */
export function rSquared(y: Numbers, predicted: Numbers): number {
  const centre = mean(y);
  const spread = meanOf(y, y, (truth) => (truth - centre) ** 2);
  return spread === 0 ? Number.NaN : 1 - meanSquaredError(y, predicted) / spread;
}

/** R² hangs on a handful of the largest customers: the same without the largest share of the truths. */
export function rSquaredWithoutTop(
  y: Numbers,
  predicted: Numbers,
  share = 0.01,
  order = ascendingOrder(y),
): number {
  const kept = order.subarray(0, y.length - Math.ceil(y.length * share));
  const pick = (values: Numbers) => Float64Array.from(kept, (row) => values[row] ?? 0);
  return rSquared(pick(y), pick(predicted));
}

/** How much too high (+) or too low (−) the total is, as a share of the true total. */
export const bias = (y: Numbers, predicted: Numbers): number => mean(predicted) / mean(y) - 1;

/** Absolute error as a share of the truth, over all rows together: days without trade do no harm. */
export const weightedAbsolutePercentageError = (y: Numbers, predicted: Numbers): number =>
  meanAbsoluteError(y, predicted) / meanOf(y, y, Math.abs);

/** Twice the miss over the size of both, from 0 to 2. Zero predicted for zero is no miss. */
export const symmetricPercentageError = (y: Numbers, predicted: Numbers): number =>
  meanOf(y, predicted, (truth, value) => {
    const size = Math.abs(truth) + Math.abs(value);
    return size === 0 ? 0 : (2 * Math.abs(truth - value)) / size;
  });

/** Against what repeating the last season would have missed by on the history that was fitted on. */
export function meanAbsoluteScaledError(
  y: Numbers,
  predicted: Numbers,
  history: Numbers,
  season = 7,
): number {
  return meanAbsoluteError(y, predicted) / seasonalMiss(history, season, Math.abs);
}

export function rootMeanSquaredScaledError(
  y: Numbers,
  predicted: Numbers,
  history: Numbers,
  season = 7,
): number {
  return Math.sqrt(meanSquaredError(y, predicted) / seasonalMiss(history, season, (miss) => miss ** 2));
}

function seasonalMiss(history: Numbers, season: number, size: (miss: number) => number): number {
  const later = Float64Array.from(history).subarray(season);
  return meanOf(later, Float64Array.from(history).subarray(0, later.length), (now, before) =>
    size(now - before),
  );
}

/** The same judged by one number a row, for a test of the difference between two models. */
export const squaredErrors = (y: Numbers, predicted: Numbers): Float64Array =>
  Float64Array.from(y, (truth, row) => (truth - (predicted[row] ?? 0)) ** 2);

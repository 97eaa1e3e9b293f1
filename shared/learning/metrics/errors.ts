import { mean, type Numbers, quantile } from "../numbers.ts";

type Loss = (truth: number, value: number) => number;

export function meanLoss(y: Numbers, predicted: Numbers, loss: Loss): number {
  return totalLoss(y, predicted, loss) / y.length;
}

function totalLoss(y: Numbers, predicted: Numbers, loss: Loss): number {
  if (y.length !== predicted.length)
    throw new Error(`${y.length} truths cannot be scored by ${predicted.length} predictions`);
  let total = 0;
  for (let row = 0; row < y.length; row++) total += loss(y[row] ?? 0, predicted[row] ?? 0);
  return total;
}

const absolute: Loss = (truth, value) => Math.abs(truth - value);
const square: Loss = (truth, value) => (truth - value) ** 2;

export const meanAbsoluteError = (y: Numbers, predicted: Numbers): number => meanLoss(y, predicted, absolute);

export const meanSquaredError = (y: Numbers, predicted: Numbers): number => meanLoss(y, predicted, square);

export const rootMeanSquaredError = (y: Numbers, predicted: Numbers): number =>
  Math.sqrt(meanSquaredError(y, predicted));

export function medianAbsoluteError(y: Numbers, predicted: Numbers): number {
  const errors = Float64Array.from(y, (truth, row) => Math.abs(truth - (predicted[row] ?? 0)));
  return quantile(errors.sort(), 0.5);
}

/** The share of the variance that is explained. NaN if the truth does not vary. */
export function rSquared(y: Numbers, predicted: Numbers): number {
  const centre = mean(y);
  const spread = meanLoss(y, y, (truth) => (truth - centre) ** 2);
  return spread === 0 ? Number.NaN : 1 - meanSquaredError(y, predicted) / spread;
}

/** R² without the 1 % of rows with the largest truths, because a few large customers dominate R². */
export function rSquaredWithoutTop(y: Numbers, predicted: Numbers, order: Uint32Array): number {
  const kept = order.subarray(0, y.length - Math.ceil(y.length * 0.01));
  const pick = (values: Numbers) => Float64Array.from(kept, (row) => values[row] ?? 0);
  return rSquared(pick(y), pick(predicted));
}

/** The smallest prediction: at 0 a single purchase would have an infinite deviance. */
const LEAST = 1e-9;

const POWER = 1.5;

/** Mean Tweedie deviance. A power between 1 (Poisson) and 2 (Gamma) suits amounts with many zeros. */
export function tweedieDeviance(y: Numbers, predicted: Numbers): number {
  const [one, two] = [1 - POWER, 2 - POWER];
  return meanLoss(y, predicted, (truth, value) => {
    const expected = Math.max(value, LEAST);
    const seen = Math.max(truth, 0);
    return 2 * (seen ** two / (one * two) - (seen * expected ** one) / one + expected ** two / two);
  });
}

/** The error of the total as a share of the true total: positive is too high. */
export const bias = (y: Numbers, predicted: Numbers): number => mean(predicted) / mean(y) - 1;

/** The total absolute error as a share of the total truth (WAPE). Unlike MAPE it allows rows with truth 0. */
export const weightedAbsolutePercentageError = (y: Numbers, predicted: Numbers): number =>
  totalLoss(y, predicted, absolute) / totalLoss(y, y, Math.abs);

/** Symmetric percentage error (sMAPE), from 0 to 2. A prediction of 0 for 0 counts as exact. */
export const symmetricPercentageError = (y: Numbers, predicted: Numbers): number =>
  meanLoss(y, predicted, (truth, value) => {
    const size = Math.abs(truth) + Math.abs(value);
    return size === 0 ? 0 : (2 * Math.abs(truth - value)) / size;
  });

/** MASE: relative to the error that repeating the last week has on the history. */
export const meanAbsoluteScaledError = (y: Numbers, predicted: Numbers, history: Numbers): number =>
  meanAbsoluteError(y, predicted) / repeatedWeekLoss(history, absolute);

export const rootMeanSquaredScaledError = (y: Numbers, predicted: Numbers, history: Numbers): number =>
  Math.sqrt(meanSquaredError(y, predicted) / repeatedWeekLoss(history, square));

function repeatedWeekLoss(history: Numbers, loss: Loss): number {
  const all = Float64Array.from(history);
  const later = all.subarray(7);
  return meanLoss(later, all.subarray(0, later.length), loss);
}

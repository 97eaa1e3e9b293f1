import { ascendingOrder, clip, mean, type Numbers, sum } from "../numbers.ts";
import { meanLoss } from "./errors.ts";

/** Ten groups of equal size in ascending order of the prediction, with their means. */
export function predictionDeciles(y: Numbers, predicted: Numbers, order = ascendingOrder(predicted)) {
  return Array.from({ length: Math.min(10, order.length) }, (_, decile) => {
    const [from, to] = [decile, decile + 1].map((tenths) => Math.round((tenths * order.length) / 10));
    const rows = order.subarray(from, to);
    const meanIn = (values: Numbers) => mean(Float64Array.from(rows, (row) => values[row] ?? 0));
    return { rows: rows.length, predicted: meanIn(predicted), actual: meanIn(y) };
  });
}

/** The absolute errors of the deciles' totals as a share of the true total. */
export function decileError(y: Numbers, predicted: Numbers, order = ascendingOrder(predicted)): number {
  const deciles = predictionDeciles(y, predicted, order);
  const miss = sum(deciles.map((each) => each.rows * Math.abs(each.predicted - each.actual)));
  return miss / y.length / Math.abs(mean(y));
}

/**
 * The expected calibration error: rows in ten groups of equal size by their chance, and how far the mean chance of a group
 * is from the share that happened, on average.
 */
export function calibrationError(happened: Numbers, chance: Numbers): number {
  const groups = predictionDeciles(
    Float64Array.from(happened, (truth) => (truth > 0 ? 1 : 0)),
    chance,
  );
  return (
    sum(groups.map(({ rows, predicted, actual }) => rows * Math.abs(predicted - actual))) / chance.length
  );
}

export const brier = (happened: Numbers, chance: Numbers): number =>
  meanLoss(happened, chance, (truth, value) => ((truth > 0 ? 1 : 0) - value) ** 2);

/** The Brier score relative to always predicting the observed rate. Above 0 is better than that. */
export function brierSkill(happened: Numbers, chance: Numbers): number {
  const rate = meanLoss(happened, happened, (truth) => (truth > 0 ? 1 : 0));
  const plain = meanLoss(happened, happened, (truth) => ((truth > 0 ? 1 : 0) - rate) ** 2);
  return 1 - brier(happened, chance) / plain;
}

export const logLoss = (happened: Numbers, chance: Numbers): number =>
  meanLoss(happened, chance, (truth, value) => {
    const sure = clip(truth > 0 ? value : 1 - value, 1e-15, 1);
    return -Math.log(sure);
  });

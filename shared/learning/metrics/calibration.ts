import { ascendingOrder, clip, mean, type Numbers } from "../numbers.ts";
import { meanLoss } from "./errors.ts";

export interface Group {
  readonly rows: number;
  readonly predicted: number;
  readonly actual: number;
}

/** Groups of equal size in ascending order of the prediction, with their means. */
export function predictionGroups(
  y: Numbers,
  predicted: Numbers,
  groups = 10,
  order = ascendingOrder(predicted),
): readonly Group[] {
  return Array.from({ length: Math.min(groups, order.length) }, (_, group) => {
    const rows = order.subarray(
      Math.round((group * order.length) / groups),
      Math.round(((group + 1) * order.length) / groups),
    );
    const meanIn = (values: Numbers) => mean(Float64Array.from(rows, (row) => values[row] ?? 0));
    return { rows: rows.length, predicted: meanIn(predicted), actual: meanIn(y) };
  });
}

/** The absolute errors of the groups' totals as a share of the true total. */
export function decileError(y: Numbers, predicted: Numbers, order = ascendingOrder(predicted)): number {
  const groups = predictionGroups(y, predicted, 10, order);
  const miss = groups.reduce(
    (total, group) => total + group.rows * Math.abs(group.predicted - group.actual),
    0,
  );
  return miss / y.length / Math.abs(mean(y));
}

export const brier = (happened: Numbers, chance: Numbers): number =>
  meanLoss(happened, chance, (truth, value) => ((truth > 0 ? 1 : 0) - value) ** 2);

/** The Brier score relative to always predicting `base`, by default the observed rate. Above 0 is better than that. */
export function brierSkill(happened: Numbers, chance: Numbers, base = shareAboveZero(happened)): number {
  return (
    1 - brier(happened, chance) / meanLoss(happened, happened, (truth) => ((truth > 0 ? 1 : 0) - base) ** 2)
  );
}

export const logLoss = (happened: Numbers, chance: Numbers): number =>
  meanLoss(happened, chance, (truth, value) => {
    const sure = clip(truth > 0 ? value : 1 - value, 1e-15, 1);
    return -Math.log(sure);
  });

const shareAboveZero = (values: Numbers): number => meanLoss(values, values, (truth) => (truth > 0 ? 1 : 0));

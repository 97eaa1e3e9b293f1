import { fromScore, type Link } from "./losses.ts";
import type { Examples, Inputs } from "./model.ts";
import { sum, weightedMean } from "./numbers.ts";

/** The mean size of the target. Families divide by it, so that no setting depends on the currency. */
export function targetScale({ y, weight }: Examples, link: Link): number {
  if (link === "logit") return 1;
  const size = weightedMean(y.map(Math.abs), weight);
  return size > 0 ? size : 1;
}

/** The scores of the plain run-rate for families that start from it; zeros for others. */
export function offsets({ expected, rows }: Inputs, link: Link, unit: number, starts: boolean): Float64Array {
  const out = new Float64Array(rows);
  if (!starts || link === "logit") return out;
  for (let row = 0; row < rows; row++) {
    const amount = (expected[row] ?? 0) / unit;
    out[row] = link === "log" ? Math.log(Math.max(amount, 1e-6)) : amount;
  }
  return out;
}

/** Truths in the family's unit. A log link allows nothing below zero. */
export function targets({ y }: Examples, link: Link, unit: number): Float64Array {
  return y.map((truth) => (link === "log" ? Math.max(truth, 0) : truth) / unit);
}

/** Turns scores into predictions in the target's unit, in place. */
export function toPredictions(scores: Float64Array, link: Link, unit: number): Float64Array {
  for (let row = 0; row < scores.length; row++) scores[row] = unit * fromScore(link, scores[row] ?? 0);
  return scores;
}

/**
 * Converts contributions to a score into the target's unit: each feature gets its share of the whole move from `start`. If
 * contributions cancel, the factor is the slope of the link and stays finite.
 */
export function inTargetUnit(shares: Float64Array, start: number, link: Link, unit: number): Float64Array {
  const move = sum(shares);
  const step = Math.abs(move) < 1e-6 ? 1e-6 : move;
  const factor = (fromScore(link, start + step) - fromScore(link, start)) / step;
  return shares.map((share) => share * factor * unit);
}

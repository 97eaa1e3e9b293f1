import type { Numbers } from "../numbers.ts";
import { meanLoss } from "./errors.ts";

/** The pinball loss, which the true quantile of this share minimises. */
export const pinball = (y: Numbers, predicted: Numbers, share: number): number =>
  meanLoss(y, predicted, (truth, value) =>
    truth >= value ? share * (truth - value) : (1 - share) * (value - truth),
  );

/** The share of truths inside the interval. Without `low`: below the upper bound. */
export function coverage(y: Numbers, high: Numbers, low?: Numbers): number {
  let inside = 0;
  for (let row = 0; row < y.length; row++) {
    const truth = y[row] ?? 0;
    if (truth <= (high[row] ?? 0) && (low === undefined || truth >= (low[row] ?? 0))) inside++;
  }
  return inside / y.length;
}

import type { Numbers } from "../numbers.ts";
import { meanOf } from "./errors.ts";

/** What a forecast of one quantile costs: missing on the unlikely side weighs more. */
export const pinball = (y: Numbers, predicted: Numbers, share: number): number =>
  meanOf(y, predicted, (truth, value) =>
    truth >= value ? share * (truth - value) : (1 - share) * (value - truth),
  );

/** The share of truths that fell inside. Leave `low` out for an upper bound alone. */
export function coverage(y: Numbers, high: Numbers, low?: Numbers): number {
  let inside = 0;
  for (let row = 0; row < y.length; row++) {
    const truth = y[row] ?? 0;
    if (truth <= (high[row] ?? 0) && (low === undefined || truth >= (low[row] ?? 0))) inside++;
  }
  return inside / y.length;
}

import type { Numbers } from "../numbers.ts";
import { meanLoss } from "./errors.ts";

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

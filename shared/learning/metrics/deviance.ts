import type { Numbers } from "../numbers.ts";
import { meanLoss } from "./errors.ts";

/** The smallest prediction: at 0 a single purchase would have an infinite deviance. */
const LEAST = 1e-9;

/** Mean Tweedie deviance. Power 0 is squared error, 1 Poisson, 2 Gamma; 1 to 2 suits amounts with many zeros. */
export function tweedieDeviance(y: Numbers, predicted: Numbers, power = 1.5): number {
  if (power === 0) return meanLoss(y, predicted, (truth, value) => (truth - value) ** 2);
  if (power === 1) return poissonDeviance(y, predicted);
  if (power === 2) return gammaDeviance(y, predicted);
  const [one, two] = [1 - power, 2 - power];
  return meanLoss(y, predicted, (truth, value) => {
    const expected = Math.max(value, LEAST);
    const seen = Math.max(truth, 0);
    return 2 * (seen ** two / (one * two) - (seen * expected ** one) / one + expected ** two / two);
  });
}

const poissonDeviance = (y: Numbers, predicted: Numbers): number =>
  meanLoss(y, predicted, (truth, value) => {
    const expected = Math.max(value, LEAST);
    return 2 * ((truth > 0 ? truth * Math.log(truth / expected) : 0) - truth + expected);
  });

/** For truths above zero. */
const gammaDeviance = (y: Numbers, predicted: Numbers): number =>
  meanLoss(y, predicted, (truth, value) => {
    const ratio = truth / Math.max(value, LEAST);
    return 2 * (ratio - 1 - Math.log(ratio));
  });

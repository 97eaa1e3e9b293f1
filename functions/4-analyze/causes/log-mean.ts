import { approximate, type Nano, nearestNano, total } from "../../../shared/decimal.ts";

/** One factor of a product, before and after. */
export interface Factor {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/**
 * Splits the change of a product into the contributions of its factors: each gets the logarithmic mean of the product
 * times the logarithm of its own growth, so that no factor is favoured by the order in which they change, and nothing is
 * left over (LMDI, Ang 2004). The digits lost to rounding go to the largest contribution. Undefined if a factor is not
 * positive: then the product has no logarithm.
 */
export const splitByFactors = (
  change: Nano,
  product: { readonly before: number; readonly after: number },
  factors: readonly Factor[],
): readonly Nano[] | undefined => {
  const all = [product, ...factors];
  if (all.some(({ before, after }) => !(before > 0 && after > 0))) return undefined;
  const mean = logarithmicMean(product.after, product.before);
  const parts = factors.map(({ before, after }) => nearestNano(mean * Math.log(after / before)));
  return withRounding(change, parts);
};

const logarithmicMean = (left: number, right: number): number =>
  left === right ? left : (left - right) / Math.log(left / right);

/** Adds what is missing to the sum to the largest part. It is a few billionths, or the factors are not the product's. */
const withRounding = (sum: Nano, parts: readonly Nano[]): readonly Nano[] => {
  const missing = sum - total(parts);
  const sizes = parts.map((part) => Math.abs(approximate(part)));
  const largest = sizes.indexOf(Math.max(...sizes));
  return parts.map((part, index) => (index === largest ? part + missing : part));
};

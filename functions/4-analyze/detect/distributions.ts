/** Degrees of freedom of Student's t: how heavy the tails are. */
export type Tails = 5 | 6 | 7;

/**
 * The chance that a Student t lies at least as far from 0. Forecast errors of sales have such tails: a normal distribution
 * would call every tenth Black Friday impossible.
 * https://en.wikipedia.org/wiki/Student%27s_t-distribution (closed forms for whole degrees of freedom)
 */
export function twoSidedT(t: number, tails: Tails): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(tails));
  const square = Math.cos(angle) ** 2;
  const sine = Math.sin(angle);
  if (tails === 6) return Math.max(0, 1 - sine * (1 + square / 2 + (3 / 8) * square ** 2));
  const series = tails === 5 ? 1 + (2 / 3) * square : 1 + (2 / 3) * square + (8 / 15) * square ** 2;
  return Math.max(0, 1 - (2 / Math.PI) * (angle + sine * Math.cos(angle) * series));
}

/** The chance that a standard normal lies at least as far from 0, to about 1e-7 relative. */
export function twoSidedNormal(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}

/** Numerical Recipes' Chebyshev fit of erfc for x ≥ 0. */
function erfc(x: number): number {
  const t = 1 / (1 + 0.5 * x);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const exponent = coefficients.reduceRight((total, each) => total * t + each, 0);
  return t * Math.exp(-x * x + exponent);
}

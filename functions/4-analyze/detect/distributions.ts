/**
 * The chance that a Student t with five degrees of freedom lies at least as far from 0. Forecast errors of sales have tails
 * like it: a normal distribution would call every tenth Black Friday impossible.
 * https://en.wikipedia.org/wiki/Student%27s_t-distribution (closed form for odd degrees of freedom)
 */
export function twoSidedT5(t: number): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(5));
  const cosine = Math.cos(angle);
  const inside = (2 / Math.PI) * (angle + Math.sin(angle) * (cosine + (2 / 3) * cosine ** 3));
  return Math.max(0, 1 - inside);
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

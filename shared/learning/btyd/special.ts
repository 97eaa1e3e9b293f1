const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** The logarithm of the gamma function for x > 0, to about 13 digits (Lanczos approximation). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const series = LANCZOS.reduce(
    (total, part, place) => total + part / (shifted + place + 1),
    0.9999999999998099,
  );
  const top = shifted + LANCZOS.length - 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(top) - top + Math.log(series);
}

const TERMS = 5000;

/** Gauss's hypergeometric function for 0 ≤ z < 1 by its series. Returns NaN if the series does not converge. */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  let [term, total] = [1, 1];
  for (let step = 0; step < TERMS; step++) {
    term *= (((a + step) * (b + step)) / (c + step) / (step + 1)) * z;
    total += term;
    if (Math.abs(term) < 1e-13 * Math.abs(total)) return total;
  }
  return Number.NaN;
}

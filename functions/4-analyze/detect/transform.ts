/**
 * How a KPI varies. amount: sums and counts, which grow and shrink by factors. ratio: one amount for each of another.
 * share: between 0 and 1.
 */
export type Scale = "amount" | "ratio" | "share";

/** Values below are taken as these: a logarithm has none for 0 and less. Returns can exceed sales. */
const least = { amount: 0.5, ratio: 0.01 } as const;
/** Farther out, a share's logit says more about how few rows there are than about the business. */
const outermost = 0.005;

/** On this scale, noise has about the same size at every level. */
export function transform(scale: Scale, value: number): number {
  if (scale !== "share") return Math.log(Math.max(value, least[scale]));
  const share = Math.min(1 - outermost, Math.max(outermost, value));
  return Math.log(share / (1 - share));
}

export function restore(scale: Scale, transformed: number): number {
  return scale === "share" ? 1 / (1 + Math.exp(-transformed)) : Math.exp(transformed);
}

/** Whether it is as far out as a value can be: there is nothing, or everything. */
export function isOutermost(scale: Scale, transformed: number): boolean {
  const reach = Math.abs(transformed) + 1e-6;
  return scale === "share" ? reach >= transform(scale, 1) : transformed - 1e-6 <= transform(scale, 0);
}

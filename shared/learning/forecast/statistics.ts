/** The middle of the finite numbers; NaN when there is none. */
export const median = (values: Iterable<number>): number => quantile(values, 0.5);

/** Linear between neighbours (type 7). */
export const quantile = (values: Iterable<number>, share: number): number => {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  if (sorted.length === 0) return Number.NaN;
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
  return low + (high - low) * (place - below);
};

export const mean = (values: ArrayLike<number>): number => sum(values) / values.length;

export const sum = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let index = 0; index < values.length; index++) total += values[index] ?? 0;
  return total;
};

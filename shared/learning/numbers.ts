export type Numbers = ArrayLike<number>;

export function sum(values: Numbers): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) total += values[index] ?? 0;
  return total;
}

export const mean = (values: Numbers): number =>
  values.length === 0 ? Number.NaN : sum(values) / values.length;

export const sorted = (values: Numbers): Float64Array => Float64Array.from(values).sort();

export const sortedFinite = (values: Iterable<number>): Float64Array =>
  Float64Array.from(values).filter(Number.isFinite).sort();

/** The median of the finite values; NaN if there are none. */
export const median = (values: Iterable<number>): number => quantile(sortedFinite(values), 0.5);

/** Interpolates linearly between neighbours (type 7, the default of R and numpy). Expects sorted values. */
export function quantile(ascending: Numbers, share: number): number {
  if (ascending.length === 0) return Number.NaN;
  const place = share * (ascending.length - 1);
  const below = ascending[Math.floor(place)] ?? Number.NaN;
  const above = ascending[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** The indices of the values in ascending order. Equal values keep their order. */
export function ascendingOrder(values: Numbers): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, index) => index).sort(
    (a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b,
  );
}

/** The row orders that all rank-based metrics share, sorted once. */
export interface Orders {
  readonly y: Uint32Array;
  readonly predicted: Uint32Array;
}

export const ordersOf = (y: Numbers, predicted: Numbers): Orders => ({
  y: ascendingOrder(y),
  predicted: ascendingOrder(predicted),
});

export const clip = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

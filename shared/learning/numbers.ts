export type Numbers = ArrayLike<number>;

export function sum(values: Numbers): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) total += values[index] ?? 0;
  return total;
}

export const mean = (values: Numbers): number =>
  values.length === 0 ? Number.NaN : sum(values) / values.length;

export const sorted = (values: Numbers): Float64Array => Float64Array.from(values).sort();

/** Linear interpolation (type 7, the default of R and numpy). Values must be sorted. */
export function quantile(ascending: Numbers, share: number): number {
  if (ascending.length === 0) return Number.NaN;
  const place = share * (ascending.length - 1);
  const below = ascending[Math.floor(place)] ?? Number.NaN;
  const above = ascending[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** The same for values in any order; values that are not finite are left out. */
export const quantileOfFinite = (values: Iterable<number>, share: number): number =>
  quantile(finiteAscending(values), share);

/** Without a call for each value: medians of few values are taken some ten thousand times for a forecast. */
function finiteAscending(values: Iterable<number>): Float64Array {
  const all = values instanceof Float64Array ? values.slice() : Float64Array.from(values);
  let count = 0;
  for (let at = 0; at < all.length; at++) {
    const value = all[at] ?? Number.NaN;
    if (Number.isFinite(value)) all[count++] = value;
  }
  return all.subarray(0, count).sort();
}

export const median = (values: Iterable<number>): number => quantileOfFinite(values, 0.5);

export function concatenate<Numbers extends Float64Array | Float32Array>(
  kind: new (length: number) => Numbers,
  parts: readonly Numbers[],
): Numbers {
  const all = new kind(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The positions of the values, from the smallest to the largest. Equal values keep their order. */
export function ascendingOrder(values: Numbers): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, index) => index).sort(
    (a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b,
  );
}

/** Sorted once for all measures that depend on the order of rows. */
export const sortOrders = (y: Numbers, predicted: Numbers) => ({
  y: ascendingOrder(y),
  predicted: ascendingOrder(predicted),
});

export const clip = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/** 0 if all weights are 0. */
export function weightedMean(values: Numbers, weights: Numbers): number {
  let [total, mass] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    total += (weights[index] ?? 0) * (values[index] ?? 0);
    mass += weights[index] ?? 0;
  }
  return mass > 0 ? total / mass : 0;
}

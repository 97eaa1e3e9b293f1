/** Half of the width of the centred window: 11 points. */
const reach = 5;

/**
 * Medians of centred windows of up to 11 points within [from, to). Near the ends, a window has fewer points. `inner` holds
 * the medians of whole windows, which are the same for every range: they are computed once for a series.
 */
export function rollingMedians(
  values: Float64Array,
  inner: Float64Array,
  from: number,
  to: number,
): Float64Array {
  const medians = new Float64Array(to - from);
  for (let at = from; at < to; at++) {
    const isWhole = at - reach >= from && at + reach < to;
    medians[at - from] = isWhole
      ? (inner[at] ?? Number.NaN)
      : medianOfRange(values, Math.max(from, at - reach), Math.min(to, at + reach + 1));
  }
  return medians;
}

/** The medians of whole windows; NaN near the ends. */
export function innerMedians(values: Float64Array): Float64Array {
  const medians = new Float64Array(values.length).fill(Number.NaN);
  for (let at = reach; at + reach < values.length; at++)
    medians[at] = medianOfRange(values, at - reach, at + reach + 1);
  return medians;
}

export function medianOfRange(values: Float64Array, from: number, to: number): number {
  return medianInPlace(values.slice(from, to));
}

export function medianOf(values: ArrayLike<number>): number {
  return medianInPlace(Float64Array.from(values));
}

/** Sorts what it is given. */
export function medianInPlace(values: Float64Array): number {
  if (values.length <= 24) insertionSort(values);
  else values.sort();
  return middle(values);
}

/** Of ascending values. */
export function middle(ascending: Float64Array): number {
  const half = ascending.length >> 1;
  const upper = ascending[half] ?? Number.NaN;
  return ascending.length % 2 === 1 ? upper : ((ascending[half - 1] ?? Number.NaN) + upper) / 2;
}

/** A dozen numbers are sorted some ten thousand times a day; for so few it is several times faster than `sort`. */
function insertionSort(values: Float64Array): void {
  for (let at = 1; at < values.length; at++) {
    const value = values[at] ?? 0;
    let place = at - 1;
    while (place >= 0 && (values[place] ?? 0) > value) {
      values[place + 1] = values[place] ?? 0;
      place--;
    }
    values[place + 1] = value;
  }
}

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
  medians: Float64Array = new Float64Array(to - from),
): Float64Array {
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
  const count = to - from;
  if (count > few) return medianInPlace(values.slice(from, to));
  for (let place = 0; place < count; place++) scratch[place] = values[from + place] ?? Number.NaN;
  return medianWithin(scratch, 0, count);
}

export function medianOf(values: ArrayLike<number>): number {
  return medianInPlace(Float64Array.from(values));
}

/** Changes the order of what it is given. */
export function medianInPlace(values: Float64Array): number {
  return medianWithin(values, 0, values.length);
}

/** Of the values in [from, to), whose order it changes. */
export function medianWithin(values: Float64Array, from: number, to: number): number {
  const half = from + ((to - from) >> 1);
  if (to - from <= few) insertionSort(values, from, to);
  else select(values, from, to - 1, half);
  const upper = values[half] ?? Number.NaN;
  return (to - from) % 2 === 1 ? upper : (largest(values, from, half) + upper) / 2;
}

/** Of ascending values. */
export function middle(ascending: Float64Array): number {
  const half = ascending.length >> 1;
  const upper = ascending[half] ?? Number.NaN;
  return ascending.length % 2 === 1 ? upper : ((ascending[half - 1] ?? Number.NaN) + upper) / 2;
}

const few = 24;
const scratch = new Float64Array(few);

/** A dozen numbers are sorted some ten thousand times a day; for so few it is several times faster than `sort`. */
function insertionSort(values: Float64Array, from: number, to: number): void {
  for (let at = from + 1; at < to; at++) {
    const value = values[at] ?? 0;
    let place = at - 1;
    while (place >= from && (values[place] ?? 0) > value) {
      values[place + 1] = values[place] ?? 0;
      place--;
    }
    values[place + 1] = value;
  }
}

/** Hoare's selection: afterwards no value before `rank` is above the one there, and none after it is below. */
function select(values: Float64Array, from: number, to: number, rank: number): void {
  let [first, last] = [from, to];
  while (first < last) {
    const end = partition(values, first, last);
    if (rank <= end) last = end;
    else first = end + 1;
  }
}

/** Moves small values to the front, and returns where they end: none of them is above one of the rest. */
function partition(values: Float64Array, first: number, last: number): number {
  const pivot = values[(first + last) >> 1] ?? 0;
  let [left, right] = [first - 1, last + 1];
  for (;;) {
    do left++;
    while ((values[left] ?? 0) < pivot);
    do right--;
    while ((values[right] ?? 0) > pivot);
    if (left >= right) return right;
    const kept = values[left] ?? 0;
    values[left] = values[right] ?? 0;
    values[right] = kept;
  }
}

function largest(values: Float64Array, from: number, to: number): number {
  let most = values[from] ?? Number.NaN;
  for (let at = from + 1; at < to; at++) most = Math.max(most, values[at] ?? 0);
  return most;
}

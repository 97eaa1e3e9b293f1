import type { Inputs } from "../model.ts";

export type Binned = ReturnType<typeof toBins>;

/** Enough rows to estimate the quantiles. */
const ENOUGH_ROWS = 100_000;

/** Chooses the cut points of each feature: bins of about equal row counts, or one bin per value if values are few. */
export function chooseCuts({ features, rows, x }: Inputs, most: number): readonly Float32Array[] {
  const step = Math.max(1, Math.ceil(rows / ENOUGH_ROWS));
  return features.map((_, column) => {
    const known: number[] = [];
    for (let row = 0; row < rows; row += step) {
      const value = x[row * features.length + column] ?? Number.NaN;
      if (!Number.isNaN(value)) known.push(value);
    }
    return columnCuts(Float64Array.from(known).sort(), most);
  });
}

function columnCuts(ascending: Float64Array, most: number): Float32Array {
  const indices = quantileIndices(ascending, most);
  const cuts = new Set<number>();
  for (const place of indices) {
    const [below = 0, above = 0] = ascending.subarray(place - 1, place + 1);
    // Stored in single precision, so the rounded cut must still separate the two values.
    const middle = Math.fround(below + (above - below) / 2);
    cuts.add(middle >= below && middle < above ? middle : below);
  }
  return Float32Array.from([...cuts].sort((a, b) => a - b));
}

/** The indices where the value increases: all of them if they are few, else about evenly spread. */
function quantileIndices(ascending: Float64Array, most: number): readonly number[] {
  const steps: number[] = [];
  for (let place = 1; place < ascending.length; place++)
    if ((ascending[place] ?? 0) > (ascending[place - 1] ?? 0)) steps.push(place);
  if (steps.length < most) return steps;
  const share = ascending.length / most;
  let next = share;
  return steps.filter((place) => {
    if (place < next) return false;
    next = (Math.floor(place / share) + 1) * share;
    return true;
  });
}

/** Features as bin numbers, column by column. Bin 0 holds missing values. */
export function toBins({ features, rows, x }: Inputs, cuts: readonly Float32Array[]) {
  const bins = new Uint8Array(rows * features.length);
  // The first bin of each column in a histogram; the last element is the total number of bins.
  const starts = new Int32Array(features.length + 1);
  for (const [column, edges] of cuts.entries()) {
    starts[column + 1] = (starts[column] ?? 0) + edges.length + 2;
    for (let row = 0; row < rows; row++)
      bins[column * rows + row] = binIndex(edges, x[row * features.length + column] ?? Number.NaN);
  }
  return { rows, columns: features.length, bins, starts, cuts };
}

/** 0 for a missing value, else one more than the number of cuts below the value. A value on a cut belongs below it. */
function binIndex(cuts: Float32Array, value: number): number {
  if (Number.isNaN(value)) return 0;
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (cuts[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}

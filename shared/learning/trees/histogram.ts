import type { Binned } from "./bins.ts";

export interface HistogramInput {
  readonly data: Binned;
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
  readonly order: Uint32Array;
  readonly columns: readonly number[];
}

/** Histograms hold the sums of slope and curvature, alternating, for each bin of each column. The pool reuses them. */
export class HistogramPool {
  readonly #free: Float64Array[] = [];
  readonly #size: number;
  readonly #slope: Float64Array;
  readonly #curvature: Float64Array;
  /** A buffer for the rows that go right when a leaf is split. */
  readonly spare: Uint32Array;

  constructor({ rows, columns, starts }: Binned) {
    this.#size = 2 * (starts[columns] ?? 0);
    this.#slope = new Float64Array(rows);
    this.#curvature = new Float64Array(rows);
    this.spare = new Uint32Array(rows);
  }

  give(histogram: Float64Array): void {
    this.#free.push(histogram);
  }

  build({ data, slope, curvature, order, columns }: HistogramInput, from: number, to: number): Float64Array {
    const histogram = this.#free.pop()?.fill(0) ?? new Float64Array(this.#size);
    // Gathered once, so that each column reads them sequentially.
    for (let place = from; place < to; place++) {
      const row = order[place] ?? 0;
      this.#slope[place - from] = slope[row] ?? 0;
      this.#curvature[place - from] = curvature[row] ?? 0;
    }
    const part = order.subarray(from, to);
    for (const column of columns) {
      const bins = data.bins.subarray(column * data.rows, (column + 1) * data.rows);
      const own = histogram.subarray(2 * (data.starts[column] ?? 0), 2 * (data.starts[column + 1] ?? 0));
      addRows(own, bins, part, this.#slope, this.#curvature);
    }
    return histogram;
  }
}

function addRows(
  histogram: Float64Array,
  bins: Uint8Array,
  rows: Uint32Array,
  slope: Float64Array,
  curvature: Float64Array,
): void {
  for (let place = 0; place < rows.length; place++) {
    const at = 2 * (bins[rows[place] ?? 0] ?? 0);
    histogram[at] = (histogram[at] ?? 0) + (slope[place] ?? 0);
    histogram[at + 1] = (histogram[at + 1] ?? 0) + (curvature[place] ?? 0);
  }
}

export function subtract(from: Float64Array, part: Float64Array): void {
  for (let at = 0; at < from.length; at++) from[at] = (from[at] ?? 0) - (part[at] ?? 0);
}

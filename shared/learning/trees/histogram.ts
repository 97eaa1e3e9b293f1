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
    const part = { rows: order.subarray(from, to), slope: this.#slope, curvature: this.#curvature };
    const parts = columns.map((column) => columnPart(data, histogram, column));
    for (let place = 0; place < parts.length; place += 4) {
      const [one, two, three, four] = parts.slice(place, place + 4);
      if (one && two && three && four) addToFour(part, one, two, three, four);
      else for (const own of parts.slice(place, place + 4)) addRows(part, own);
    }
    return histogram;
  }
}

/** A column's bins, and its part of a histogram. */
interface ColumnPart {
  readonly bins: Uint8Array;
  readonly sums: Float64Array;
}

const columnPart = ({ bins, rows, starts }: Binned, histogram: Float64Array, column: number): ColumnPart => ({
  bins: bins.subarray(column * rows, (column + 1) * rows),
  sums: histogram.subarray(2 * (starts[column] ?? 0), 2 * (starts[column + 1] ?? 0)),
});

interface Derivatives {
  readonly rows: Uint32Array;
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
}

function addRows({ rows, slope, curvature }: Derivatives, { bins, sums }: ColumnPart): void {
  for (let place = 0; place < rows.length; place++)
    addTo(sums, bins[rows[place] ?? 0] ?? 0, slope[place] ?? 0, curvature[place] ?? 0);
}

/** The same for four columns at once: a row's derivatives are read once for all. This is where trees spend their time. */
function addToFour(
  { rows, slope, curvature }: Derivatives,
  { bins: bins1, sums: sums1 }: ColumnPart,
  { bins: bins2, sums: sums2 }: ColumnPart,
  { bins: bins3, sums: sums3 }: ColumnPart,
  { bins: bins4, sums: sums4 }: ColumnPart,
): void {
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    const [down, bend] = [slope[place] ?? 0, curvature[place] ?? 0];
    addTo(sums1, bins1[row] ?? 0, down, bend);
    addTo(sums2, bins2[row] ?? 0, down, bend);
    addTo(sums3, bins3[row] ?? 0, down, bend);
    addTo(sums4, bins4[row] ?? 0, down, bend);
  }
}

function addTo(sums: Float64Array, bin: number, slope: number, curvature: number): void {
  sums[2 * bin] = (sums[2 * bin] ?? 0) + slope;
  sums[2 * bin + 1] = (sums[2 * bin + 1] ?? 0) + curvature;
}

export function subtract(from: Float64Array, part: Float64Array): void {
  for (let at = 0; at < from.length; at++) from[at] = (from[at] ?? 0) - (part[at] ?? 0);
}

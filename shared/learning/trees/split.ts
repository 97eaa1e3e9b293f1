import { clip } from "../numbers.ts";
import type { Binned } from "./bins.ts";

/** The sums over the rows of a node: slopes and curvatures of the loss. */
export interface Sums {
  readonly slope: number;
  readonly curvature: number;
}

export interface Split {
  readonly column: number;
  /** The last bin that goes left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly gain: number;
  readonly left: Sums;
}

export interface SplitRules {
  readonly lambda: number;
  readonly minCurvature: number;
  /** A column's way: 1 the answer never falls as it grows, −1 it never rises, 0 free. */
  readonly ways: Int8Array;
}

/** What the answers below a node may be, so that a promise made above it is kept. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export const answerOf = ({ slope, curvature }: Sums, lambda: number, { low, high }: Bounds): number =>
  clip(-slope / (curvature + lambda), low, high);

/** How much loss the answer takes away, twice. */
export function gainOf(sums: Sums, lambda: number, bounds: Bounds): number {
  const answer = answerOf(sums, lambda, bounds);
  return -(2 * sums.slope * answer + (sums.curvature + lambda) * answer * answer);
}

/** The split that takes away the most, over the given columns; missing values are tried on both sides. */
export function bestSplit(
  { starts }: Binned,
  histogram: Float64Array,
  columns: readonly number[],
  total: Sums,
  bounds: Bounds,
  rules: SplitRules,
): Split | undefined {
  const scan = new Scan(total, bounds, rules);
  for (const column of columns) {
    const from = starts[column] ?? 0;
    const to = starts[column + 1] ?? 0;
    const missing = histogram[2 * from + 1] ?? 0;
    if (missing > 0) scan.column(histogram, column, from, to, true);
    scan.column(histogram, column, from, to, false);
  }
  return scan.best(histogram, starts);
}

/** Keeps the best place so far in plain numbers, as millions of places are tried. */
class Scan {
  readonly #total: Sums;
  readonly #bounds: Bounds;
  readonly #rules: SplitRules;
  readonly #parent: number;
  #gain = 0;
  #column = -1;
  #bin = 0;
  #missingLeft = false;
  #slope = 0;
  #curvature = 0;

  constructor(total: Sums, bounds: Bounds, rules: SplitRules) {
    this.#total = total;
    this.#bounds = bounds;
    this.#rules = rules;
    this.#parent = gainOf(total, rules.lambda, bounds);
  }

  column(histogram: Float64Array, column: number, from: number, to: number, missingLeft: boolean): void {
    const { minCurvature } = this.#rules;
    const { curvature: all } = this.#total;
    let slope = missingLeft ? (histogram[2 * from] ?? 0) : 0;
    let curvature = missingLeft ? (histogram[2 * from + 1] ?? 0) : 0;
    // After the last bin nothing but missing values would be left on the right.
    const end = missingLeft ? to - 1 : to;
    for (let at = from + 1; at < end; at++) {
      slope += histogram[2 * at] ?? 0;
      curvature += histogram[2 * at + 1] ?? 0;
      if (curvature < minCurvature) continue;
      if (all - curvature < minCurvature) break;
      this.#try(column, at - from, missingLeft, slope, curvature);
    }
  }

  #try(column: number, bin: number, missingLeft: boolean, slope: number, curvature: number): void {
    const { lambda, ways } = this.#rules;
    const { low, high } = this.#bounds;
    const otherSlope = this.#total.slope - slope;
    const otherCurvature = this.#total.curvature - curvature;
    const left = clip(-slope / (curvature + lambda), low, high);
    const right = clip(-otherSlope / (otherCurvature + lambda), low, high);
    const gain =
      -(2 * slope * left + (curvature + lambda) * left * left) -
      (2 * otherSlope * right + (otherCurvature + lambda) * right * right) -
      this.#parent;
    if (gain <= this.#gain || (right - left) * (ways[column] ?? 0) < 0) return;
    this.#gain = gain;
    this.#column = column;
    this.#bin = bin;
    this.#missingLeft = missingLeft;
    this.#slope = slope;
    this.#curvature = curvature;
  }

  best(histogram: Float64Array, starts: Int32Array): Split | undefined {
    if (this.#gain <= 1e-9 || this.#column < 0) return undefined;
    const noneMissing = (histogram[2 * (starts[this.#column] ?? 0) + 1] ?? 0) <= 0;
    return {
      column: this.#column,
      bin: this.#bin,
      // Where training saw none missing, one that comes later goes with the many.
      missingLeft: noneMissing ? this.#curvature * 2 > this.#total.curvature : this.#missingLeft,
      gain: this.#gain,
      left: { slope: this.#slope, curvature: this.#curvature },
    };
  }
}

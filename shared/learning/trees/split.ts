import { clip } from "../numbers.ts";
import type { Binned } from "./bins.ts";

/** The sums over the rows of a node: first and second derivatives of the loss. */
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
  /** The smallest leaf, in weighted rows: amounts are divided by their mean first. */
  readonly minCurvature: number;
  /** Monotone constraint of each column: 1 never decreasing, −1 never increasing, 0 free. */
  readonly directions: Int8Array;
}

/** The range of values below a node, which keeps the monotone constraints of the splits above it. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export const nodeValue = ({ slope, curvature }: Sums, lambda: number, { low, high }: Bounds): number =>
  clip(-slope / (curvature + lambda), low, high);

/** Twice the loss that the node's value removes. */
function lossReduction(sums: Sums, lambda: number, bounds: Bounds): number {
  const value = nodeValue(sums, lambda, bounds);
  return -(2 * sums.slope * value + (sums.curvature + lambda) * value * value);
}

/** The split of the given columns that removes the most loss. Missing values are tried on both sides. */
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

/** Keeps the best split so far in plain numbers, because millions are tried. */
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
    this.#parent = lossReduction(total, rules.lambda, bounds);
  }

  column(histogram: Float64Array, column: number, from: number, to: number, missingLeft: boolean): void {
    const { minCurvature } = this.#rules;
    const { curvature: all } = this.#total;
    let slope = missingLeft ? (histogram[2 * from] ?? 0) : 0;
    let curvature = missingLeft ? (histogram[2 * from + 1] ?? 0) : 0;
    // After the last bin only missing values would remain on the right.
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
    const { lambda, directions } = this.#rules;
    const { low, high } = this.#bounds;
    const otherSlope = this.#total.slope - slope;
    const otherCurvature = this.#total.curvature - curvature;
    const left = clip(-slope / (curvature + lambda), low, high);
    const right = clip(-otherSlope / (otherCurvature + lambda), low, high);
    const gain =
      -(2 * slope * left + (curvature + lambda) * left * left) -
      (2 * otherSlope * right + (otherCurvature + lambda) * right * right) -
      this.#parent;
    if (gain <= this.#gain || (right - left) * (directions[column] ?? 0) < 0) return;
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
      // If training had no missing values, later ones go with the majority.
      missingLeft: noneMissing ? this.#curvature * 2 > this.#total.curvature : this.#missingLeft,
      gain: this.#gain,
      left: { slope: this.#slope, curvature: this.#curvature },
    };
  }
}

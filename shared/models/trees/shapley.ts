import { oncePer } from "../../once-per.ts";
import type { Ensemble } from "./ensemble.ts";
import { quadrature } from "./quadrature.ts";

/**
 * Exact Shapley values of the trees' summed answer, relative to the mean over the training rows. A leaf's answer counts
 * by the product over its path's features of (goes along, if the feature is known; else the share that did). The Shapley
 * value of a product is an integral: each feature is known with the chance t, and t goes from 0 to 1. What is integrated
 * is a polynomial, so a few points of t are enough; and what the leaves below a node have in common is done once.
 */
export function shapley(trees: Ensemble, x: Float64Array, from: number, features: number): Float64Array {
  const walk = new Walk(trees, x.subarray(from, from + features));
  for (const root of trees.roots) walk.visit(root, 0);
  return walk.effects;
}

/** The mean answer over the training rows: what is said of a row of which nothing is known. */
export const meanAnswer = (trees: Ensemble): number => factsOf(trees).mean;

const factsOf = oncePer((trees: Ensemble) => {
  const depthBelow = (node: number): number => {
    if ((trees.feature[node] ?? -1) < 0) return 0;
    const left = trees.left[node] ?? 0;
    return 1 + Math.max(depthBelow(left), depthBelow(left + 1));
  };
  const meanBelow = (node: number): number => {
    if ((trees.feature[node] ?? -1) < 0) return trees.number[node] ?? 0;
    const left = trees.left[node] ?? 0;
    const share = shareLeft(trees, node);
    return share * meanBelow(left) + (1 - share) * meanBelow(left + 1);
  };
  return {
    depth: trees.roots.reduce((most, root) => Math.max(most, depthBelow(root)), 0),
    mean: trees.roots.reduce((total, root) => total + meanBelow(root), 0),
  };
});

/** What share of a node's rows went left. Where no row ever came, either half is as good. */
function shareLeft({ left, cover }: Ensemble, node: number): number {
  const all = cover[node] ?? 0;
  return all === 0 ? 0.5 : (cover[left[node] ?? 0] ?? 0) / all;
}

/** One row's way through the trees, down every branch. */
class Walk {
  readonly effects: Float64Array;
  readonly #trees: Ensemble;
  readonly #row: Float64Array;
  /** Of the path so far, by feature: whether the row goes along, and what share of the training rows did. */
  readonly #follows: Float64Array;
  readonly #shares: Float64Array;
  readonly #points: ReturnType<typeof quadrature>;
  /** By depth, point after point: the product over the path's features; the sum of what the leaves below make of it. */
  readonly #products: Float64Array;
  readonly #sums: Float64Array;

  constructor(trees: Ensemble, row: Float64Array) {
    const { depth } = factsOf(trees);
    const points = Math.max(1, Math.ceil(Math.min(depth, row.length) / 2));
    this.#trees = trees;
    this.#row = row;
    this.#points = quadrature(points);
    this.#follows = new Float64Array(row.length).fill(1);
    this.#shares = new Float64Array(row.length).fill(1);
    this.#products = new Float64Array((depth + 1) * points).fill(1);
    this.#sums = new Float64Array((depth + 1) * points);
    this.effects = new Float64Array(row.length);
  }

  visit(node: number, depth: number): void {
    const { feature, left, missingLeft, number } = this.#trees;
    const count = this.#points.at.length;
    const asked = feature[node] ?? -1;
    const here = depth * count;
    for (let place = here; place < here + count; place++)
      this.#sums[place] = asked < 0 ? (number[node] ?? 0) * (this.#products[place] ?? 0) : 0;
    if (asked < 0) return;
    const value = this.#row[asked] ?? Number.NaN;
    const goesLeft = Number.isNaN(value) ? missingLeft[node] === 1 : value <= (number[node] ?? 0);
    const share = shareLeft(this.#trees, node);
    const child = left[node] ?? 0;
    this.#take(asked, goesLeft, share, child, depth + 1);
    this.#take(asked, !goesLeft, 1 - share, child + 1, depth + 1);
  }

  /** Down to a child. A feature that was asked before is asked more narrowly: its new factor takes the old one's place. */
  #take(asked: number, goes: boolean, part: number, child: number, depth: number): void {
    const { at } = this.#points;
    const [oldFollows, oldShare] = [this.#follows[asked] ?? 1, this.#shares[asked] ?? 1];
    const [follows, share] = [goes ? oldFollows : 0, oldShare * part];
    // Nobody ever came this way, and this row does not either.
    if (follows === 0 && share === 0) return;
    const here = depth * at.length;
    for (let point = 0; point < at.length; point++) {
      const known = at[point] ?? 0;
      const change = factor(follows, share, known) / factor(oldFollows, oldShare, known);
      this.#products[here + point] = (this.#products[here - at.length + point] ?? 0) * change;
    }
    this.#follows[asked] = follows;
    this.#shares[asked] = share;
    this.visit(child, depth);
    this.#follows[asked] = oldFollows;
    this.#shares[asked] = oldShare;
    this.#count(asked, follows, share, here);
  }

  /** What all leaves below a child say of the feature asked for, in the place of what its earlier question said of them. */
  #count(asked: number, follows: number, share: number, here: number): void {
    const { at, weight } = this.#points;
    const [oldFollows, oldShare] = [this.#follows[asked] ?? 1, this.#shares[asked] ?? 1];
    let effect = 0;
    for (let point = 0; point < at.length; point++) {
      const known = at[point] ?? 0;
      const below = this.#sums[here + point] ?? 0;
      const slope =
        (follows - share) / factor(follows, share, known) -
        (oldFollows - oldShare) / factor(oldFollows, oldShare, known);
      effect += (weight[point] ?? 0) * below * slope;
      this.#sums[here - at.length + point] = (this.#sums[here - at.length + point] ?? 0) + below;
    }
    this.effects[asked] = (this.effects[asked] ?? 0) + effect;
  }
}

/** What a feature lets through when it is known with that chance. */
const factor = (follows: number, share: number, known: number): number =>
  (1 - known) * share + known * follows;

import { type Ensemble, goesLeft, shareLeft } from "./ensemble.ts";
import { type Quadrature, quadrature } from "./quadrature.ts";

/**
 * One row's way through the trees, down every branch. The Shapley value of a product is an integral: each feature is known
 * with the chance t, and t goes from 0 to 1. What is integrated is a polynomial, so a few points of t are enough; and what
 * the leaves below a node have in common is done once.
 */
export class ShapleyWalk {
  readonly effects: Float64Array;
  readonly #trees: Ensemble;
  readonly #row: Float64Array;
  /** Of the path so far, by feature: whether the row goes along, and what share of the training rows did. */
  readonly #follows: Float64Array;
  readonly #shares: Float64Array;
  readonly #points: Quadrature;
  /** By depth, point after point: the product over the path's features; the sum of what the leaves below make of it. */
  readonly #products: Float64Array;
  readonly #sums: Float64Array;

  constructor(trees: Ensemble, row: Float64Array, depth: number) {
    // As many as a path can have features, less one, is the degree of what is integrated.
    this.#points = quadrature(Math.max(1, Math.ceil(Math.min(depth, row.length) / 2)));
    const points = this.#points.at.length;
    this.#trees = trees;
    this.#row = row;
    this.#follows = new Float64Array(row.length).fill(1);
    this.#shares = new Float64Array(row.length).fill(1);
    this.#products = new Float64Array((depth + 1) * points).fill(1);
    this.#sums = new Float64Array((depth + 1) * points);
    this.effects = new Float64Array(row.length);
  }

  visit(node: number, depth: number): void {
    const { feature, left: children, number } = this.#trees;
    const count = this.#points.at.length;
    const asked = feature[node] ?? -1;
    const here = depth * count;
    for (let place = here; place < here + count; place++)
      this.#sums[place] = asked < 0 ? (number[node] ?? 0) * (this.#products[place] ?? 0) : 0;
    if (asked < 0) return;
    const left = goesLeft(this.#trees, node, this.#row[asked] ?? Number.NaN);
    const share = shareLeft(this.#trees, node);
    const child = children[node] ?? 0;
    this.#take(asked, left, share, child, depth + 1);
    this.#take(asked, !left, 1 - share, child + 1, depth + 1);
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

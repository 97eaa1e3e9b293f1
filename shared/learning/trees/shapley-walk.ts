import { type Ensemble, goesLeft, shareLeft } from "./ensemble.ts";

/**
 * Walks all branches of a tree for one row. A leaf counts by a product over the features of its path, and the Shapley value
 * of a product is an integral over t from 0 to 1, where each feature is known with probability t. The integrand is a
 * polynomial, so a few points of t suffice. Work that the leaves below a node share is done once.
 */
export class ShapleyWalk {
  readonly effects: Float64Array;
  readonly #trees: Ensemble;
  readonly #row: Float64Array;
  /** By feature, for the path so far: whether the row follows it, and the share of the training rows that do. */
  readonly #follows: Float64Array;
  readonly #shares: Float64Array;
  readonly #points: ReturnType<typeof gaussLegendre>;
  /** By depth and point: the product over the path's features, and its sum times value over the leaves below. */
  readonly #products: Float64Array;
  readonly #sums: Float64Array;

  constructor(trees: Ensemble, row: Float64Array, depth: number) {
    // The degree of the integrand is one less than the number of features on a path.
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
    const column = feature[node] ?? -1;
    const here = depth * count;
    for (let place = here; place < here + count; place++)
      this.#sums[place] = column < 0 ? (number[node] ?? 0) * (this.#products[place] ?? 0) : 0;
    if (column < 0) return;
    const left = goesLeft(this.#trees, node, this.#row[column] ?? Number.NaN);
    const share = shareLeft(this.#trees, node);
    const child = children[node] ?? 0;
    this.#descend(column, left, share, child, depth + 1);
    this.#descend(column, !left, 1 - share, child + 1, depth + 1);
  }

  /** Descends to a child. If the feature is already on the path, its new factor replaces the old one. */
  #descend(column: number, isTaken: boolean, childShare: number, child: number, depth: number): void {
    const { at } = this.#points;
    const [oldFollows, oldShare] = [this.#follows[column] ?? 1, this.#shares[column] ?? 1];
    const [follows, share] = [isTaken ? oldFollows : 0, oldShare * childShare];
    // Neither a training row nor this row goes this way.
    if (follows === 0 && share === 0) return;
    const here = depth * at.length;
    for (let point = 0; point < at.length; point++) {
      const known = at[point] ?? 0;
      const change = factor(follows, share, known) / factor(oldFollows, oldShare, known);
      this.#products[here + point] = (this.#products[here - at.length + point] ?? 0) * change;
    }
    this.#follows[column] = follows;
    this.#shares[column] = share;
    this.visit(child, depth);
    this.#follows[column] = oldFollows;
    this.#shares[column] = oldShare;
    this.#addEffect(column, follows, share, here);
  }

  /** Adds the effect of the feature on all leaves below a child, and removes the effect of its earlier split on the path. */
  #addEffect(column: number, follows: number, share: number, here: number): void {
    const { at, weight } = this.#points;
    const [oldFollows, oldShare] = [this.#follows[column] ?? 1, this.#shares[column] ?? 1];
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
    this.effects[column] = (this.effects[column] ?? 0) + effect;
  }
}

/** The factor of a feature that is known with this probability. */
const factor = (follows: number, share: number, known: number): number =>
  (1 - known) * share + known * follows;

const known = new Map<number, ReturnType<typeof gaussLegendre>>();

const quadrature = (points: number) => {
  const found = known.get(points) ?? gaussLegendre(points);
  known.set(points, found);
  return found;
};

/** Gauss-Legendre points between 0 and 1 with their weights: exact for polynomials of a degree below twice their number. */
function gaussLegendre(points: number) {
  const at = new Float64Array(points);
  const weight = new Float64Array(points);
  for (let point = 0; point < points; point++) {
    let root = Math.cos((Math.PI * (point + 0.75)) / (points + 0.5));
    for (let turn = 0; turn < 20; turn++) {
      const { value, slope } = legendre(points, root);
      root -= value / slope;
    }
    const { slope } = legendre(points, root);
    at[point] = (1 - root) / 2;
    weight[point] = 1 / ((1 - root * root) * slope * slope);
  }
  return { at, weight };
}

/** The Legendre polynomial of the degree, and its derivative. */
function legendre(degree: number, x: number) {
  let [before, value] = [0, 1];
  for (let term = 1; term <= degree; term++)
    [before, value] = [value, ((2 * term - 1) * x * value - (term - 1) * before) / term];
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}

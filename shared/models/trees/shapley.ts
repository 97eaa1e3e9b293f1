import type { Ensemble } from "./ensemble.ts";

/** What a path says of one feature: does this row go along, and what share of the training rows did. */
interface Step {
  readonly feature: number;
  readonly follows: boolean;
  readonly share: number;
}

/**
 * Exact Shapley values of the trees' summed answer, relative to the mean over the training rows. A leaf's answer counts
 * by the product over its path's features of (goes along, if the feature is known; else the share that did). The Shapley
 * value of a product follows from how many ways there are to know k of the other features.
 */
export function shapley(trees: Ensemble, x: Float64Array, from: number, features: number): Float64Array {
  const out = new Float64Array(features);
  for (const root of trees.roots) walk(trees, x, from, root, [], out);
  return out;
}

/** The mean answer over the training rows: what is said of a row of which nothing is known. */
export function meanAnswer(trees: Ensemble): number {
  const below = (node: number): number => {
    if ((trees.feature[node] ?? -1) < 0) return trees.number[node] ?? 0;
    const left = trees.left[node] ?? 0;
    const share = (trees.cover[left] ?? 0) / (trees.cover[node] ?? 1);
    return share * below(left) + (1 - share) * below(left + 1);
  };
  return trees.roots.reduce((total, root) => total + below(root), 0);
}

function walk(
  trees: Ensemble,
  x: Float64Array,
  from: number,
  node: number,
  path: readonly Step[],
  out: Float64Array,
): void {
  const feature = trees.feature[node] ?? -1;
  if (feature < 0) {
    addLeaf(path, trees.number[node] ?? 0, out);
    return;
  }
  const value = x[from + feature] ?? Number.NaN;
  const goesLeft = Number.isNaN(value) ? trees.missingLeft[node] === 1 : value <= (trees.number[node] ?? 0);
  const left = trees.left[node] ?? 0;
  const share = (trees.cover[left] ?? 0) / (trees.cover[node] ?? 1);
  walk(trees, x, from, left, extended(path, { feature, follows: goesLeft, share }), out);
  walk(trees, x, from, left + 1, extended(path, { feature, follows: !goesLeft, share: 1 - share }), out);
}

/** A feature that was asked before is asked more narrowly. */
function extended(path: readonly Step[], step: Step): readonly Step[] {
  const before = path.find(({ feature }) => feature === step.feature);
  if (!before) return [...path, step];
  const both = { ...step, follows: step.follows && before.follows, share: step.share * before.share };
  return path.map((each) => (each === before ? both : each));
}

function addLeaf(path: readonly Step[], value: number, out: Float64Array): void {
  for (const step of path) {
    const others = path.filter((other) => other !== step);
    const change = (step.follows ? 1 : 0) - step.share;
    out[step.feature] = (out[step.feature] ?? 0) + value * change * meanOverOrders(others);
  }
}

/** The mean over all orders of becoming known of what the other features let through before this one is. */
function meanOverOrders(others: readonly Step[]): number {
  // ways[k]: the sum over all sets of k known features of the product.
  let ways = [1];
  for (const { follows, share } of others)
    ways = Array.from(
      { length: ways.length + 1 },
      (_, known) => (ways[known] ?? 0) * share + (known > 0 && follows ? (ways[known - 1] ?? 0) : 0),
    );
  // A set of k among n others stands before this one in k! (n − k)! of (n + 1)! orders.
  const count = others.length;
  let [total, chance] = [0, 1 / (count + 1)];
  for (let known = 0; known <= count; known++) {
    total += (ways[known] ?? 0) * chance;
    chance *= (known + 1) / Math.max(1, count - known);
  }
  return total;
}

import { arrayNamed, type Layout, unpackArrays } from "../saved-model.ts";
import type { Binned } from "./bins.ts";
import type { Node } from "./grow.ts";

/** Many trees in flat arrays. The children of a node are adjacent, the left one first. Feature −1 marks a leaf. */
export interface Ensemble {
  readonly roots: Int32Array;
  readonly feature: Int32Array;
  readonly left: Int32Array;
  readonly missingLeft: Uint8Array;
  /** The cut of a node (values up to it go left), or the value of a leaf. */
  readonly number: Float32Array;
  /** The total weight of the training rows in the node. */
  readonly cover: Float32Array;
}

/** The sum of the trees' leaf values for one row. */
export function sumOfTrees(trees: Ensemble, x: Float64Array, from: number): number {
  const { roots, number } = trees;
  let total = 0;
  for (let tree = 0; tree < roots.length; tree++)
    total += number[findLeaf(trees, roots[tree] ?? 0, x, from)] ?? 0;
  return total;
}

export function goesLeft({ missingLeft, number }: Ensemble, node: number, value: number): boolean {
  return Number.isNaN(value) ? missingLeft[node] === 1 : value <= (number[node] ?? 0);
}

/** The share of a node's training rows that went left; 0.5 if the node had none. */
export function shareLeft({ left, cover }: Ensemble, node: number): number {
  const all = cover[node] ?? 0;
  return all === 0 ? 0.5 : (cover[left[node] ?? 0] ?? 0) / all;
}

function findLeaf(trees: Ensemble, root: number, x: Float64Array, from: number): number {
  const { feature, left } = trees;
  let node = root;
  for (let column = feature[node] ?? -1; column >= 0; column = feature[node] ?? -1) {
    node = (left[node] ?? 0) + (goesLeft(trees, node, x[from + column] ?? Number.NaN) ? 0 : 1);
  }
  return node;
}

/** Leaf values are multiplied by `scale`, so that the mean of several ensembles is one sum. */
export function flatten(trees: readonly (readonly Node[])[], { cuts }: Binned, scale: number): Ensemble {
  const roots = new Int32Array(trees.length);
  let size = 0;
  for (const [place, nodes] of trees.entries()) {
    roots[place] = size;
    size += nodes.length;
  }
  const nodes = trees.flat();
  const start = Int32Array.from(trees.flatMap((own, place) => own.map(() => roots[place] ?? 0)));
  return {
    roots,
    feature: Int32Array.from(nodes, ({ column }) => column),
    left: Int32Array.from(nodes, ({ column, left }, place) => (column < 0 ? -1 : left + (start[place] ?? 0))),
    missingLeft: Uint8Array.from(nodes, ({ missingLeft }) => (missingLeft ? 1 : 0)),
    number: Float32Array.from(nodes, ({ column, bin, value }) =>
      column < 0 ? value * scale : cutAfter(cuts[column], bin),
    ),
    cover: Float32Array.from(nodes, ({ cover }) => cover),
  };
}

/** If the last bin goes left, only missing values go right. */
function cutAfter(cuts: Float32Array | undefined, bin: number): number {
  return cuts?.[bin - 1] ?? Number.POSITIVE_INFINITY;
}

export function unpackTrees(layout: Layout, weights: Uint8Array): Ensemble {
  const arrays = unpackArrays(layout, weights);
  return {
    roots: arrayNamed(arrays, "roots", Int32Array),
    feature: arrayNamed(arrays, "feature", Int32Array),
    left: arrayNamed(arrays, "left", Int32Array),
    missingLeft: arrayNamed(arrays, "missingLeft", Uint8Array),
    number: arrayNamed(arrays, "number", Float32Array),
    cover: arrayNamed(arrays, "cover", Float32Array),
  };
}

import { oncePer } from "../../memoize.ts";
import { type Ensemble, shareLeft } from "./ensemble.ts";
import { ShapleyWalk } from "./shapley-walk.ts";
import { SmallTrees } from "./small-trees.ts";

/**
 * Exact path-dependent Shapley values of the trees' sum, relative to the mean over the training rows. A leaf's value counts
 * by a product over the features of its path: 1 or 0 for a known feature (does the row follow the path?), else the share of
 * training rows that do.
 */
export function shapley(trees: Ensemble, x: Float64Array, from: number, features: number): Float64Array {
  const row = x.subarray(from, from + features);
  const { depth, small, large } = ensembleFacts(trees);
  const walk = new ShapleyWalk(trees, row, depth);
  for (const root of large) walk.visit(root, 0);
  const { effects } = walk;
  small.addEffects(row, effects);
  return effects;
}

/** The mean prediction over the training rows: the prediction if no feature is known. */
export const meanAnswer = (trees: Ensemble): number => ensembleFacts(trees).mean;

/** A boosted tree of eight leaves has seven. */
const maxSplits = 7;

const ensembleFacts = oncePer((trees: Ensemble) => {
  const all = [...trees.roots].map((root) => ({
    root,
    depth: depthBelow(trees, root),
    splits: splitsBelow(trees, root),
  }));
  return {
    depth: all.reduce((most, { depth }) => Math.max(most, depth), 0),
    mean: all.reduce((total, { root }) => total + meanBelow(trees, root), 0),
    small: new SmallTrees(
      trees,
      all.filter(({ splits }) => splits.length <= maxSplits),
    ),
    large: all.filter(({ splits }) => splits.length > maxSplits).map(({ root }) => root),
  };
});

const isLeaf = ({ feature }: Ensemble, node: number): boolean => (feature[node] ?? -1) < 0;

function depthBelow(trees: Ensemble, node: number): number {
  if (isLeaf(trees, node)) return 0;
  const left = trees.left[node] ?? 0;
  return 1 + Math.max(depthBelow(trees, left), depthBelow(trees, left + 1));
}

function splitsBelow(trees: Ensemble, node: number): readonly number[] {
  if (isLeaf(trees, node)) return [];
  const left = trees.left[node] ?? 0;
  return [node, ...splitsBelow(trees, left), ...splitsBelow(trees, left + 1)];
}

function meanBelow(trees: Ensemble, node: number): number {
  if (isLeaf(trees, node)) return trees.number[node] ?? 0;
  const left = trees.left[node] ?? 0;
  const share = shareLeft(trees, node);
  return share * meanBelow(trees, left) + (1 - share) * meanBelow(trees, left + 1);
}

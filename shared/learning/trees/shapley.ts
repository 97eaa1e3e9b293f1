import { oncePer } from "../../memoize.ts";
import { type Ensemble, shareLeft } from "./ensemble.ts";
import { ShapleyWalk } from "./shapley-walk.ts";
import { SmallTrees } from "./small-trees.ts";

/**
 * Exact Shapley values of the trees' summed answer, relative to the mean over the training rows. A leaf's answer counts
 * by the product over its path's features of (goes along, if the feature is known; else the share that did).
 */
export function shapley(trees: Ensemble, x: Float64Array, from: number, features: number): Float64Array {
  const row = x.subarray(from, from + features);
  const { depth, small, large } = factsOf(trees);
  const walk = new ShapleyWalk(trees, row, depth);
  for (const root of large) walk.visit(root, 0);
  const { effects } = walk;
  small.addEffects(row, effects);
  return effects;
}

/** The mean answer over the training rows: what is said of a row of which nothing is known. */
export const meanAnswer = (trees: Ensemble): number => factsOf(trees).mean;

/** Boosted trees of eight leaves ask seven. */
const mostQuestions = 7;

const factsOf = oncePer((trees: Ensemble) => {
  const all = [...trees.roots].map((root) => ({
    root,
    depth: depthBelow(trees, root),
    questions: questionsBelow(trees, root),
  }));
  return {
    depth: all.reduce((most, { depth }) => Math.max(most, depth), 0),
    mean: all.reduce((total, { root }) => total + meanBelow(trees, root), 0),
    small: new SmallTrees(
      trees,
      all.filter(({ questions }) => questions.length <= mostQuestions),
    ),
    large: all.filter(({ questions }) => questions.length > mostQuestions).map(({ root }) => root),
  };
});

const isLeaf = ({ feature }: Ensemble, node: number): boolean => (feature[node] ?? -1) < 0;

function depthBelow(trees: Ensemble, node: number): number {
  if (isLeaf(trees, node)) return 0;
  const left = trees.left[node] ?? 0;
  return 1 + Math.max(depthBelow(trees, left), depthBelow(trees, left + 1));
}

function questionsBelow(trees: Ensemble, node: number): readonly number[] {
  if (isLeaf(trees, node)) return [];
  const left = trees.left[node] ?? 0;
  return [node, ...questionsBelow(trees, left), ...questionsBelow(trees, left + 1)];
}

function meanBelow(trees: Ensemble, node: number): number {
  if (isLeaf(trees, node)) return trees.number[node] ?? 0;
  const left = trees.left[node] ?? 0;
  const share = shareLeft(trees, node);
  return share * meanBelow(trees, left) + (1 - share) * meanBelow(trees, left + 1);
}

import { oncePer } from "../../once-per.ts";
import { type Ensemble, goesLeft, shareLeft } from "./ensemble.ts";
import { ShapleyWalk } from "./shapley-walk.ts";

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
  for (const tree of small) addKnown(tree, trees, row, effects);
  return effects;
}

/** The mean answer over the training rows: what is said of a row of which nothing is known. */
export const meanAnswer = (trees: Ensemble): number => factsOf(trees).mean;

/** What a small tree says of a row hangs on nothing but how the row answers its few questions: it is walked once for each way to. */
interface SmallTree {
  readonly root: number;
  readonly depth: number;
  readonly questions: Int32Array;
  /** The features it asks for. */
  readonly asked: Int32Array;
  /** By the answers: whether they came up before, and what then was said of each feature. */
  readonly isKnown: Uint8Array;
  readonly said: Float64Array;
}

/** Boosted trees of eight leaves ask seven. */
const mostQuestions = 7;

function addKnown(tree: SmallTree, trees: Ensemble, row: Float64Array, effects: Float64Array): void {
  const { questions, asked, isKnown, said } = tree;
  let answers = 0;
  for (let place = 0; place < questions.length; place++) {
    const node = questions[place] ?? 0;
    const value = row[trees.feature[node] ?? 0] ?? Number.NaN;
    answers = 2 * answers + (goesLeft(trees, node, value) ? 1 : 0);
  }
  const from = answers * asked.length;
  if (isKnown[answers] !== 1) learn(tree, trees, row, answers);
  for (let place = 0; place < asked.length; place++) {
    const feature = asked[place] ?? 0;
    effects[feature] = (effects[feature] ?? 0) + (said[from + place] ?? 0);
  }
}

function learn(tree: SmallTree, trees: Ensemble, row: Float64Array, answers: number): void {
  const walk = new ShapleyWalk(trees, row, tree.depth);
  walk.visit(tree.root, 0);
  for (const [place, feature] of tree.asked.entries())
    tree.said[answers * tree.asked.length + place] = walk.effects[feature] ?? 0;
  tree.isKnown[answers] = 1;
}

const factsOf = oncePer((trees: Ensemble) => {
  const all = [...trees.roots].map((root) => ({
    root,
    depth: depthBelow(trees, root),
    questions: Int32Array.from(questionsBelow(trees, root)),
  }));
  return {
    depth: all.reduce((most, { depth }) => Math.max(most, depth), 0),
    mean: all.reduce((total, { root }) => total + meanBelow(trees, root), 0),
    small: all
      .filter(({ questions }) => questions.length <= mostQuestions)
      .map((one) => smallTree(trees, one)),
    large: all.filter(({ questions }) => questions.length > mostQuestions).map(({ root }) => root),
  };
});

function smallTree({ feature }: Ensemble, found: Pick<SmallTree, "root" | "depth" | "questions">): SmallTree {
  const asked = Int32Array.from(new Set(found.questions.values().map((node) => feature[node] ?? 0)));
  const ways = 2 ** found.questions.length;
  return { ...found, asked, isKnown: new Uint8Array(ways), said: new Float64Array(ways * asked.length) };
}

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

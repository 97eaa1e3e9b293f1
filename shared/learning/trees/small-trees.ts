import { type Ensemble, goesLeft } from "./ensemble.ts";
import { ShapleyWalk } from "./shapley-walk.ts";

export interface SmallTree {
  readonly root: number;
  readonly depth: number;
  /** The nodes that ask. */
  readonly questions: readonly number[];
}

/**
 * What a small tree says of a row hangs on nothing but how the row answers its few questions: it is walked once for each way
 * to. All trees share their tables, one after the other: an answer over HTTP finds none of it in the processor's caches.
 */
export class SmallTrees {
  readonly #trees: Ensemble;
  readonly #all: readonly SmallTree[];
  /** The nodes that ask. */
  readonly #questions: Int32Array;
  /** The features that each tree asks for. */
  readonly #features: Int32Array;
  /** By tree and way to answer, what is said of each of its features. NaN where that way did not come up before. */
  readonly #said: Float64Array;
  /** Where each tree's part of those begins, and where the last one's ends. */
  readonly #questionsFrom: Int32Array;
  readonly #featuresFrom: Int32Array;
  readonly #saidFrom: Int32Array;

  constructor(trees: Ensemble, all: readonly SmallTree[]) {
    const asked = all.map(({ questions }) => [...new Set(questions.map((node) => trees.feature[node] ?? 0))]);
    this.#trees = trees;
    this.#all = all;
    this.#questions = Int32Array.from(all.flatMap(({ questions }) => questions));
    this.#features = Int32Array.from(asked.flat());
    this.#questionsFrom = begins(all.map(({ questions }) => questions.length));
    this.#featuresFrom = begins(asked.map(({ length }) => length));
    this.#saidFrom = begins(
      all.map(({ questions }, tree) => 2 ** questions.length * (asked[tree]?.length ?? 0)),
    );
    this.#said = new Float64Array(this.#saidFrom.at(-1) ?? 0).fill(Number.NaN);
  }

  /** Adds what all trees say of each of the row's features. */
  addEffects(row: Float64Array, effects: Float64Array): void {
    const [features, said] = [this.#features, this.#said];
    for (let tree = 0; tree < this.#all.length; tree++) {
      const first = this.#featuresFrom[tree] ?? 0;
      const count = (this.#featuresFrom[tree + 1] ?? 0) - first;
      const here = (this.#saidFrom[tree] ?? 0) + this.#wayOf(tree, row) * count;
      if (Number.isNaN(said[here] ?? 0)) this.#learn(tree, row, here);
      for (let place = 0; place < count; place++) {
        const feature = features[first + place] ?? 0;
        effects[feature] = (effects[feature] ?? 0) + (said[here + place] ?? 0);
      }
    }
  }

  /** All of a tree's answers as one number. */
  #wayOf(tree: number, row: Float64Array): number {
    const [trees, questions] = [this.#trees, this.#questions];
    const end = this.#questionsFrom[tree + 1] ?? 0;
    let way = 0;
    for (let place = this.#questionsFrom[tree] ?? 0; place < end; place++) {
      const node = questions[place] ?? 0;
      const value = row[trees.feature[node] ?? 0] ?? Number.NaN;
      way = 2 * way + (goesLeft(trees, node, value) ? 1 : 0);
    }
    return way;
  }

  #learn(place: number, row: Float64Array, here: number): void {
    const { root, depth } = this.#all[place] ?? { root: 0, depth: 0 };
    const walk = new ShapleyWalk(this.#trees, row, depth);
    walk.visit(root, 0);
    const features = this.#features.subarray(this.#featuresFrom[place], this.#featuresFrom[place + 1]);
    for (const [at, feature] of features.entries()) this.#said[here + at] = walk.effects[feature] ?? 0;
  }
}

function begins(sizes: readonly number[]): Int32Array {
  const all = new Int32Array(sizes.length + 1);
  for (const [place, size] of sizes.entries()) all[place + 1] = (all[place] ?? 0) + size;
  return all;
}

import { type Ensemble, goesLeft } from "./ensemble.ts";
import { ShapleyWalk } from "./shapley-walk.ts";

export interface SmallTree {
  readonly root: number;
  readonly depth: number;
  /** The nodes that are not leaves. */
  readonly splits: readonly number[];
}

/**
 * The effects of a small tree depend only on which way the row goes at its few splits, so each combination is walked once
 * and cached. All trees share flat arrays, because at an HTTP request none of them is in the processor's caches.
 */
export class SmallTrees {
  readonly #trees: Ensemble;
  readonly #all: readonly SmallTree[];
  /** The nodes that are not leaves, tree by tree. */
  readonly #splits: Int32Array;
  /** The features that each tree uses. */
  readonly #features: Int32Array;
  /** By tree and combination, the effect of each of its features. NaN if the combination is not cached yet. */
  readonly #effects: Float64Array;
  /** Where each tree's part of these arrays begins, and where the last one ends. */
  readonly #splitsFrom: Int32Array;
  readonly #featuresFrom: Int32Array;
  readonly #effectsFrom: Int32Array;

  constructor(trees: Ensemble, all: readonly SmallTree[]) {
    const columns = all.map(({ splits }) => [...new Set(splits.map((node) => trees.feature[node] ?? 0))]);
    this.#trees = trees;
    this.#all = all;
    this.#splits = Int32Array.from(all.flatMap(({ splits }) => splits));
    this.#features = Int32Array.from(columns.flat());
    this.#splitsFrom = startOffsets(all.map(({ splits }) => splits.length));
    this.#featuresFrom = startOffsets(columns.map(({ length }) => length));
    this.#effectsFrom = startOffsets(
      all.map(({ splits }, tree) => 2 ** splits.length * (columns[tree]?.length ?? 0)),
    );
    this.#effects = new Float64Array(this.#effectsFrom.at(-1) ?? 0).fill(Number.NaN);
  }

  /** Adds the effects of all trees on the row's features. */
  addEffects(row: Float64Array, effects: Float64Array): void {
    const [features, cached] = [this.#features, this.#effects];
    for (let tree = 0; tree < this.#all.length; tree++) {
      const first = this.#featuresFrom[tree] ?? 0;
      const count = (this.#featuresFrom[tree + 1] ?? 0) - first;
      const here = (this.#effectsFrom[tree] ?? 0) + this.#pathCode(tree, row) * count;
      if (Number.isNaN(cached[here] ?? 0)) this.#walk(tree, row, here);
      for (let place = 0; place < count; place++) {
        const feature = features[first + place] ?? 0;
        effects[feature] = (effects[feature] ?? 0) + (cached[here + place] ?? 0);
      }
    }
  }

  /** The combination of the ways that the row goes at a tree's splits, as one number. */
  #pathCode(tree: number, row: Float64Array): number {
    const [trees, splits] = [this.#trees, this.#splits];
    const end = this.#splitsFrom[tree + 1] ?? 0;
    let code = 0;
    for (let place = this.#splitsFrom[tree] ?? 0; place < end; place++) {
      const node = splits[place] ?? 0;
      const value = row[trees.feature[node] ?? 0] ?? Number.NaN;
      code = 2 * code + (goesLeft(trees, node, value) ? 1 : 0);
    }
    return code;
  }

  #walk(place: number, row: Float64Array, here: number): void {
    const { root, depth } = this.#all[place] ?? { root: 0, depth: 0 };
    const walk = new ShapleyWalk(this.#trees, row, depth);
    walk.visit(root, 0);
    const features = this.#features.subarray(this.#featuresFrom[place], this.#featuresFrom[place + 1]);
    for (const [at, feature] of features.entries()) this.#effects[here + at] = walk.effects[feature] ?? 0;
  }
}

function startOffsets(sizes: readonly number[]): Int32Array {
  const all = new Int32Array(sizes.length + 1);
  for (const [place, size] of sizes.entries()) all[place + 1] = (all[place] ?? 0) + size;
  return all;
}

import type { Loss } from "../losses.ts";
import { permutation } from "../metrics/importance.ts";
import { type Random, stream } from "../random.ts";
import type { Binned } from "./bins.ts";
import { type Grown, type GrowthRules, growTree, type Node } from "./grow.ts";
import { HistogramPool } from "./histogram.ts";
import { type ScoredRows, setLeafQuantiles } from "./quantiles.ts";

/** Training or tuning rows in the unit of the family. Boosting updates their scores in place. */
export interface Part extends ScoredRows {
  readonly data: Binned;
}

export interface BoostRules extends GrowthRules {
  readonly loss: Loss;
  readonly trees: number;
  readonly learningRate: number;
  readonly rowShare: number;
  readonly treeColumnShare: number;
  /** Boosting stops after so many trees without a gain on the tuning rows. */
  readonly patience: number;
}

/** Gradient boosting: each tree takes a small step down the loss of the trees before it. */
export function boost(
  fit: Part,
  tuning: Part | undefined,
  rules: BoostRules,
  seed: number,
  signal: AbortSignal | undefined,
): readonly (readonly Node[])[] {
  const random = stream(seed, "boost");
  const pool = new HistogramPool(fit.data);
  const slope = new Float64Array(fit.data.rows);
  const curvature = new Float64Array(fit.data.rows);
  const trees: (readonly Node[])[] = [];
  const stopping = new EarlyStopping(tuning, rules);
  while (trees.length < rules.trees && !stopping.shouldStop(trees.length)) {
    signal?.throwIfAborted();
    computeDerivatives(fit, rules.loss, slope, curvature);
    const order = rowsForTree(fit.data.rows, rules.rowShare, random);
    const columns = columnsForTree(fit.data.columns, rules.treeColumnShare, random);
    const grown = growTree({ data: fit.data, slope, curvature, order, columns, random, pool }, rules);
    if (rules.loss.share !== undefined) setLeafQuantiles(grown, order, fit, rules.loss.share);
    if (grown.nodes.length === 1 && rules.rowShare >= 1 && rules.treeColumnShare >= 1) break;
    scaleLeaves(grown, rules.learningRate);
    addTreeToScores(grown.nodes, fit);
    if (tuning) addTreeToScores(grown.nodes, tuning);
    trees.push(grown.nodes);
    stopping.record(trees.length);
  }
  return trees.slice(0, stopping.bestTrees(trees.length));
}

/** Early stopping by the loss on the tuning rows. */
class EarlyStopping {
  readonly #tuning: Part | undefined;
  readonly #rules: BoostRules;
  #bestLoss = Number.POSITIVE_INFINITY;
  #bestTrees = 0;

  constructor(tuning: Part | undefined, rules: BoostRules) {
    this.#tuning = tuning;
    this.#rules = rules;
  }

  record(trees: number): void {
    if (!this.#tuning) return;
    const loss = totalLoss(this.#tuning, this.#rules.loss);
    if (loss >= this.#bestLoss) return;
    this.#bestLoss = loss;
    this.#bestTrees = trees;
  }

  shouldStop(trees: number): boolean {
    return this.#tuning !== undefined && trees - this.#bestTrees >= this.#rules.patience;
  }

  bestTrees(trees: number): number {
    return this.#tuning ? this.#bestTrees : trees;
  }
}

function totalLoss({ targets, scores, weight }: Part, loss: Loss): number {
  let total = 0;
  for (let row = 0; row < targets.length; row++)
    total += (weight[row] ?? 0) * loss.value(targets[row] ?? 0, scores[row] ?? 0);
  return total;
}

function computeDerivatives(
  { targets, scores, weight }: Part,
  loss: Loss,
  slope: Float64Array,
  curvature: Float64Array,
): void {
  for (let row = 0; row < targets.length; row++) {
    const [truth, score, mass] = [targets[row] ?? 0, scores[row] ?? 0, weight[row] ?? 0];
    slope[row] = mass * loss.slope(truth, score);
    curvature[row] = mass * loss.curvature(truth, score);
  }
}

function rowsForTree(rows: number, share: number, random: Random): Uint32Array {
  const all = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (share >= 1 || random.chance(share)) all[count++] = row;
  return all.subarray(0, count);
}

function columnsForTree(columns: number, share: number, random: Random): readonly number[] {
  const count = Math.max(1, Math.round(columns * share));
  return [...permutation(columns, random).subarray(0, count)].sort((a, b) => a - b);
}

function scaleLeaves({ nodes }: Grown, rate: number): void {
  // Stored in single precision, so the next tree must be fitted to the rounded values.
  for (const node of nodes) node.value = Math.fround(node.value * rate);
}

function addTreeToScores(nodes: readonly Node[], { data, scores }: Part): void {
  const { rows, bins } = data;
  const column = Int32Array.from(nodes, (node) => node.column);
  const lastBin = Uint8Array.from(nodes, (node) => node.bin);
  const left = Int32Array.from(nodes, (node) => node.left);
  const firstBin = Uint8Array.from(nodes, (node) => (node.missingLeft ? 0 : 1));
  const values = Float64Array.from(nodes, (node) => node.value);
  for (let row = 0; row < rows; row++) {
    let node = 0;
    for (let split = column[0] ?? -1; split >= 0; split = column[node] ?? -1) {
      const bin = bins[split * rows + row] ?? 0;
      node = (left[node] ?? 0) + (bin >= (firstBin[node] ?? 0) && bin <= (lastBin[node] ?? 0) ? 0 : 1);
    }
    scores[row] = (scores[row] ?? 0) + (values[node] ?? 0);
  }
}

import type { Loss } from "../losses.ts";
import { permutation } from "../metrics/importance.ts";
import { type Random, stream } from "../random.ts";
import type { Binned } from "./bins.ts";
import { type Grown, type GrowthRules, growTree, type Node } from "./grow.ts";
import { HistogramPool } from "./histogram.ts";
import { moveToQuantiles, type ScoredRows } from "./quantiles.ts";

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
  /** Trees without a gain on the tuning rows before it stops. */
  readonly patience: number;
}

/** Each tree takes a small step down the loss that the ones before it left. */
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
  const watch = new Watch(tuning, rules);
  while (trees.length < rules.trees && !watch.isDone(trees.length)) {
    signal?.throwIfAborted();
    derive(fit, rules.loss, slope, curvature);
    const order = sampledRows(fit.data.rows, rules.rowShare, random);
    const columns = sampledColumns(fit.data.columns, rules.treeColumnShare, random);
    const grown = growTree({ data: fit.data, slope, curvature, order, columns, random, pool }, rules);
    if (rules.loss.share !== undefined) moveToQuantiles(grown, order, fit, rules.loss.share);
    if (grown.nodes.length === 1 && rules.rowShare >= 1 && rules.treeColumnShare >= 1) break;
    shrink(grown, rules.learningRate);
    addAnswers(grown.nodes, fit);
    if (tuning) addAnswers(grown.nodes, tuning);
    trees.push(grown.nodes);
    watch.see(trees.length);
  }
  return trees.slice(0, watch.best(trees.length));
}

/** Decides on rows that no tree was grown on when there are enough trees. */
class Watch {
  readonly #tuning: Part | undefined;
  readonly #rules: BoostRules;
  #least = Number.POSITIVE_INFINITY;
  #at = 0;

  constructor(tuning: Part | undefined, rules: BoostRules) {
    this.#tuning = tuning;
    this.#rules = rules;
  }

  see(trees: number): void {
    if (!this.#tuning) return;
    const loss = totalLoss(this.#tuning, this.#rules.loss);
    if (loss >= this.#least) return;
    this.#least = loss;
    this.#at = trees;
  }

  isDone(trees: number): boolean {
    return this.#tuning !== undefined && trees - this.#at >= this.#rules.patience;
  }

  best(trees: number): number {
    return this.#tuning ? this.#at : trees;
  }
}

function totalLoss({ targets, scores, weight }: Part, loss: Loss): number {
  let total = 0;
  for (let row = 0; row < targets.length; row++)
    total += (weight[row] ?? 0) * loss.value(targets[row] ?? 0, scores[row] ?? 0);
  return total;
}

function derive(
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

export function sampledRows(rows: number, share: number, random: Random): Uint32Array {
  const all = new Uint32Array(rows);
  let taken = 0;
  for (let row = 0; row < rows; row++) if (share >= 1 || random.chance(share)) all[taken++] = row;
  return all.subarray(0, taken);
}

function sampledColumns(columns: number, share: number, random: Random): readonly number[] {
  const count = Math.max(1, Math.round(columns * share));
  return [...permutation(columns, random).subarray(0, count)].sort((a, b) => a - b);
}

function shrink({ nodes }: Grown, rate: number): void {
  // In single precision, as it is stored: what is fitted next must start from what will be answered.
  for (const node of nodes) node.answer = Math.fround(node.answer * rate);
}

export function addAnswers(nodes: readonly Node[], { data, scores }: Part): void {
  const { rows, bins } = data;
  const column = Int32Array.from(nodes, (node) => node.column);
  const last = Uint8Array.from(nodes, (node) => node.bin);
  const left = Int32Array.from(nodes, (node) => node.left);
  const least = Uint8Array.from(nodes, (node) => (node.missingLeft ? 0 : 1));
  const answers = Float64Array.from(nodes, (node) => node.answer);
  for (let row = 0; row < rows; row++) {
    let node = 0;
    for (let asked = column[0] ?? -1; asked >= 0; asked = column[node] ?? -1) {
      const bin = bins[asked * rows + row] ?? 0;
      node = (left[node] ?? 0) + (bin >= (least[node] ?? 0) && bin <= (last[node] ?? 0) ? 0 : 1);
    }
    scores[row] = (scores[row] ?? 0) + (answers[node] ?? 0);
  }
}

import type { Random } from "../random.ts";
import type { Binned } from "./bins.ts";
import { type HistogramPool, subtract } from "./histogram.ts";
import { answerOf, type Bounds, bestSplit, type Split, type SplitRules, type Sums } from "./split.ts";

export interface GrowthRules extends SplitRules {
  readonly leaves: number;
  readonly depth: number;
  /** Which share of the tree's columns each split may look at: below 1 for forests. */
  readonly columnShare: number;
}

/** What a tree is grown on: the sampled rows, which it sorts in place so that each leaf's lie together. */
export interface Ground {
  readonly data: Binned;
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
  readonly order: Uint32Array;
  readonly columns: readonly number[];
  readonly random: Random;
  readonly pool: HistogramPool;
}

/** A node has two neighbours in the list as children, the left one first; column −1 marks a leaf. */
export interface Node {
  column: number;
  bin: number;
  missingLeft: boolean;
  left: number;
  answer: number;
  readonly cover: number;
}

interface Leaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly sums: Sums;
  readonly bounds: Bounds;
  /** None where it will not be split any further. */
  readonly histogram: Float64Array | undefined;
  readonly split: Split | undefined;
}

export interface Grown {
  readonly nodes: readonly Node[];
  /** Each leaf's node and its stretch of the ground's order. */
  readonly leaves: readonly { readonly node: number; readonly from: number; readonly to: number }[];
}

/** Always splits next where the loss falls most, until the tree has its leaves. */
export function growTree(ground: Ground, rules: GrowthRules): Grown {
  const nodes: Node[] = [];
  const leaves = [rootOf(ground, rules, nodes)];
  while (leaves.length < rules.leaves) {
    const next = mostGaining(leaves);
    const leaf = leaves[next];
    if (!leaf?.split) break;
    const [left, right] = divide(ground, rules, nodes, leaf, leaf.split);
    leaves[next] = left;
    leaves.push(right);
  }
  for (const { histogram } of leaves) if (histogram) ground.pool.give(histogram);
  return { nodes, leaves };
}

function mostGaining(leaves: readonly Leaf[]): number {
  let best = -1;
  for (const [place, { split }] of leaves.entries())
    if (split && split.gain > (leaves[best]?.split?.gain ?? 0)) best = place;
  return best;
}

function rootOf(ground: Ground, rules: GrowthRules, nodes: Node[]): Leaf {
  const { order, slope, curvature, pool } = ground;
  const bounds = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  let [down, bend] = [0, 0];
  for (const row of order) {
    down += slope[row] ?? 0;
    bend += curvature[row] ?? 0;
  }
  const sums: Sums = { slope: down, curvature: bend };
  const histogram = pool.build(ground, 0, order.length);
  return leafOf(ground, rules, nodes, { from: 0, to: order.length, depth: 0, sums, bounds, histogram });
}

function leafOf(ground: Ground, rules: GrowthRules, nodes: Node[], part: Omit<Leaf, "node" | "split">): Leaf {
  const { sums, bounds, histogram } = part;
  const answer = answerOf(sums, rules.lambda, bounds);
  const node =
    nodes.push({ column: -1, bin: 0, missingLeft: false, left: -1, answer, cover: sums.curvature }) - 1;
  if (!histogram || sums.curvature < 2 * rules.minCurvature) return { ...part, node, split: undefined };
  const columns = columnsToTry(ground, rules.columnShare);
  return { ...part, node, split: bestSplit(ground.data, histogram, columns, sums, bounds, rules) };
}

function divide(ground: Ground, rules: GrowthRules, nodes: Node[], leaf: Leaf, split: Split): [Leaf, Leaf] {
  const middle = partition(ground, leaf, split);
  const { from, to } = leaf;
  const depth = leaf.depth + 1;
  const [leftHistogram, rightHistogram] = histogramsOf(ground, leaf, middle, depth < rules.depth);
  const { left, right } = sidesOf(leaf, split, rules);
  Object.assign(nodes[leaf.node] ?? {}, {
    column: split.column,
    bin: split.bin,
    missingLeft: split.missingLeft,
    left: nodes.length,
  });
  return [
    leafOf(ground, rules, nodes, { from, to: middle, depth, ...left, histogram: leftHistogram }),
    leafOf(ground, rules, nodes, { from: middle, to, depth, ...right, histogram: rightHistogram }),
  ];
}

/** The smaller side is counted, the larger one is what remains of the whole leaf's; neither where no split follows. */
function histogramsOf(
  { pool, ...ground }: Ground,
  { from, to, histogram }: Leaf,
  middle: number,
  goesOn: boolean,
) {
  if (!histogram) return [];
  if (!goesOn) {
    pool.give(histogram);
    return [];
  }
  const leftIsSmall = middle - from <= to - middle;
  const small = leftIsSmall ? pool.build(ground, from, middle) : pool.build(ground, middle, to);
  subtract(histogram, small);
  return leftIsSmall ? [small, histogram] : [histogram, small];
}

/** On a column with a way, no answer on one side may ever pass the middle between the two. */
function sidesOf({ sums, bounds }: Leaf, { left, column }: Split, { lambda, ways }: GrowthRules) {
  const rest = { slope: sums.slope - left.slope, curvature: sums.curvature - left.curvature };
  const way = ways[column] ?? 0;
  const middle = (answerOf(left, lambda, bounds) + answerOf(rest, lambda, bounds)) / 2;
  const below = { low: bounds.low, high: middle };
  const above = { low: middle, high: bounds.high };
  if (way === 0) return { left: { sums: left, bounds }, right: { sums: rest, bounds } };
  return way > 0
    ? { left: { sums: left, bounds: below }, right: { sums: rest, bounds: above } }
    : { left: { sums: left, bounds: above }, right: { sums: rest, bounds: below } };
}

/** Rows that go left come first, each side in the order it had. */
function partition({ data, order, pool }: Ground, { from, to }: Leaf, split: Split): number {
  const { rows, bins } = data;
  const column = bins.subarray(split.column * rows, (split.column + 1) * rows);
  const least = split.missingLeft ? 0 : 1;
  const { spare } = pool;
  let [left, right] = [from, 0];
  for (let place = from; place < to; place++) {
    const row = order[place] ?? 0;
    const bin = column[row] ?? 0;
    if (bin >= least && bin <= split.bin) order[left++] = row;
    else spare[right++] = row;
  }
  order.set(spare.subarray(0, right), left);
  return left;
}

function columnsToTry({ columns, random }: Ground, share: number): readonly number[] {
  if (share >= 1) return columns;
  const chosen = columns.filter(() => random.chance(share));
  return chosen.length > 0 ? chosen : [columns[random.below(columns.length)] ?? 0];
}

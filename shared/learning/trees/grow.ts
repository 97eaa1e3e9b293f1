import type { Random } from "../random.ts";
import { type HistogramInput, type HistogramPool, subtract } from "./histogram.ts";
import { type Bounds, bestSplit, nodeValue, type Split, type SplitRules, type Sums } from "./split.ts";

export interface GrowthRules extends SplitRules {
  readonly leaves: number;
  readonly depth: number;
  /** The share of the tree's columns that each split tries: below 1 for forests. */
  readonly columnShare: number;
}

/** The training data of a tree. Growing reorders the sampled rows in `order`, so that each leaf's are adjacent. */
export interface TreeData extends HistogramInput {
  readonly random: Random;
  readonly pool: HistogramPool;
}

/** The children of a node are adjacent in the list, the left one first. Column −1 marks a leaf. */
export interface Node {
  column: number;
  bin: number;
  missingLeft: boolean;
  left: number;
  value: number;
  readonly cover: number;
}

interface Leaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly sums: Sums;
  readonly bounds: Bounds;
  /** Undefined if the leaf will not be split further. */
  readonly histogram: Float64Array | undefined;
  readonly split: Split | undefined;
}

export interface Grown {
  readonly nodes: readonly Node[];
  /** Each leaf's node and its range of `order`. */
  readonly leaves: readonly { readonly node: number; readonly from: number; readonly to: number }[];
}

/** Grows best-first: splits the leaf with the largest gain until the tree has its leaves. */
export function growTree(tree: TreeData, rules: GrowthRules): Grown {
  const nodes: Node[] = [];
  const leaves = [makeRoot(tree, rules, nodes)];
  while (leaves.length < rules.leaves) {
    const next = bestLeaf(leaves);
    const leaf = leaves[next];
    if (!leaf?.split) break;
    const [left, right] = splitLeaf(tree, rules, nodes, leaf, leaf.split);
    leaves[next] = left;
    leaves.push(right);
  }
  for (const { histogram } of leaves) if (histogram) tree.pool.give(histogram);
  return { nodes, leaves };
}

function bestLeaf(leaves: readonly Leaf[]): number {
  let best = -1;
  for (const [place, { split }] of leaves.entries())
    if (split && split.gain > (leaves[best]?.split?.gain ?? 0)) best = place;
  return best;
}

function makeRoot(tree: TreeData, rules: GrowthRules, nodes: Node[]): Leaf {
  const { order, slope, curvature, pool } = tree;
  const bounds = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  let [slopeSum, curvatureSum] = [0, 0];
  for (const row of order) {
    slopeSum += slope[row] ?? 0;
    curvatureSum += curvature[row] ?? 0;
  }
  const sums: Sums = { slope: slopeSum, curvature: curvatureSum };
  const histogram = pool.build(tree, 0, order.length);
  return addLeaf(tree, rules, nodes, { from: 0, to: order.length, depth: 0, sums, bounds, histogram });
}

function addLeaf(
  tree: TreeData,
  rules: GrowthRules,
  nodes: Node[],
  part: Omit<Leaf, "node" | "split">,
): Leaf {
  const { sums, bounds, histogram } = part;
  const value = nodeValue(sums, rules.lambda, bounds);
  const node =
    nodes.push({ column: -1, bin: 0, missingLeft: false, left: -1, value, cover: sums.curvature }) - 1;
  if (!histogram || sums.curvature < 2 * rules.minCurvature) return { ...part, node, split: undefined };
  const columns = columnsForSplit(tree, rules.columnShare);
  return { ...part, node, split: bestSplit(tree.data, histogram, columns, sums, bounds, rules) };
}

function splitLeaf(
  tree: TreeData,
  rules: GrowthRules,
  nodes: Node[],
  leaf: Leaf,
  split: Split,
): [Leaf, Leaf] {
  const middle = partition(tree, leaf, split);
  const { from, to } = leaf;
  const depth = leaf.depth + 1;
  const [leftHistogram, rightHistogram] = childHistograms(tree, leaf, middle, depth < rules.depth);
  const { left, right } = childSums(leaf, split, rules);
  Object.assign(nodes[leaf.node] ?? {}, {
    column: split.column,
    bin: split.bin,
    missingLeft: split.missingLeft,
    left: nodes.length,
  });
  return [
    addLeaf(tree, rules, nodes, { from, to: middle, depth, ...left, histogram: leftHistogram }),
    addLeaf(tree, rules, nodes, { from: middle, to, depth, ...right, histogram: rightHistogram }),
  ];
}

/** Counts the smaller child; the larger one is the parent less that. No histograms if no split follows. */
function childHistograms(
  { pool, ...tree }: TreeData,
  { from, to, histogram }: Leaf,
  middle: number,
  splitsFurther: boolean,
) {
  if (!histogram) return [];
  if (!splitsFurther) {
    pool.give(histogram);
    return [];
  }
  const leftIsSmall = middle - from <= to - middle;
  const small = leftIsSmall ? pool.build(tree, from, middle) : pool.build(tree, middle, to);
  subtract(histogram, small);
  return leftIsSmall ? [small, histogram] : [histogram, small];
}

/** On a monotone column the midpoint of both values bounds the values on either side. */
function childSums({ sums, bounds }: Leaf, { left, column }: Split, { lambda, directions }: GrowthRules) {
  const rest = { slope: sums.slope - left.slope, curvature: sums.curvature - left.curvature };
  const direction = directions[column] ?? 0;
  const middle = (nodeValue(left, lambda, bounds) + nodeValue(rest, lambda, bounds)) / 2;
  const below = { low: bounds.low, high: middle };
  const above = { low: middle, high: bounds.high };
  if (direction === 0) return { left: { sums: left, bounds }, right: { sums: rest, bounds } };
  return direction > 0
    ? { left: { sums: left, bounds: below }, right: { sums: rest, bounds: above } }
    : { left: { sums: left, bounds: above }, right: { sums: rest, bounds: below } };
}

/** Moves the rows that go left to the front and keeps the order within each side. */
function partition({ data, order, pool }: TreeData, { from, to }: Leaf, split: Split): number {
  const { rows, bins } = data;
  const column = bins.subarray(split.column * rows, (split.column + 1) * rows);
  const firstBin = split.missingLeft ? 0 : 1;
  const { spare } = pool;
  let [left, right] = [from, 0];
  for (let place = from; place < to; place++) {
    const row = order[place] ?? 0;
    const bin = column[row] ?? 0;
    if (bin >= firstBin && bin <= split.bin) order[left++] = row;
    else spare[right++] = row;
  }
  order.set(spare.subarray(0, right), left);
  return left;
}

function columnsForSplit({ columns, random }: TreeData, share: number): readonly number[] {
  if (share >= 1) return columns;
  const chosen = columns.filter(() => random.chance(share));
  return chosen.length > 0 ? chosen : [columns[random.below(columns.length)] ?? 0];
}

import type { Grown } from "./grow.ts";

/** Rows with their truth and their score so far. */
export interface ScoredRows {
  readonly targets: Float64Array;
  readonly scores: Float64Array;
  readonly weight: Float64Array;
}

/** Each leaf answers the quantile of what its rows still miss: a pinball loss has no curvature to divide by. */
export function moveToQuantiles(
  { nodes, leaves }: Grown,
  order: Uint32Array,
  part: ScoredRows,
  share: number,
): void {
  for (const { node, from, to } of leaves) {
    const leaf = nodes[node];
    if (leaf) leaf.answer = quantileOfMisses(order.subarray(from, to), part, share);
  }
}

export function quantileOfMisses(
  rows: Uint32Array,
  { targets, scores, weight }: ScoredRows,
  share: number,
): number {
  const missOf = (row: number) => (targets[row] ?? 0) - (scores[row] ?? 0);
  const ascending = Uint32Array.from(rows).sort((a, b) => missOf(a) - missOf(b) || a - b);
  const half = share * ascending.reduce((total, row) => total + (weight[row] ?? 0), 0);
  let mass = 0;
  for (const row of ascending) {
    mass += weight[row] ?? 0;
    if (mass >= half) return missOf(row);
  }
  return 0;
}

import type { Grown } from "./grow.ts";

/** Rows with their truth and their score so far. */
export interface ScoredRows {
  readonly targets: Float64Array;
  readonly scores: Float64Array;
  readonly weight: Float64Array;
}

/** Sets each leaf to the quantile of its rows' residuals, because the pinball loss has no curvature to divide by. */
export function setLeafQuantiles(
  { nodes, leaves }: Grown,
  order: Uint32Array,
  part: ScoredRows,
  share: number,
): void {
  for (const { node, from, to } of leaves) {
    const leaf = nodes[node];
    if (leaf) leaf.value = residualQuantile(order.subarray(from, to), part, share);
  }
}

export function residualQuantile(
  rows: Uint32Array,
  { targets, scores, weight }: ScoredRows,
  share: number,
): number {
  const residual = (row: number) => (targets[row] ?? 0) - (scores[row] ?? 0);
  const ascending = Uint32Array.from(rows).sort((a, b) => residual(a) - residual(b) || a - b);
  const target = share * ascending.reduce((total, row) => total + (weight[row] ?? 0), 0);
  let mass = 0;
  for (const row of ascending) {
    mass += weight[row] ?? 0;
    if (mass >= target) return residual(row);
  }
  return 0;
}

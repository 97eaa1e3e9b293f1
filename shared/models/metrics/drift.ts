import { type Numbers, quantile } from "../numbers.ts";

/** How a feature was spread when the model was trained: shares between the edges, the last one for missing values. */
export interface Profile {
  readonly edges: readonly number[];
  readonly shares: readonly number[];
}

export function profileOf(values: Numbers, bins = 10): Profile {
  const known = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const cuts = Array.from({ length: bins - 1 }, (_, index) => quantile(known, (index + 1) / bins));
  const edges = [...new Set(cuts)].filter((edge) => !Number.isNaN(edge));
  return { edges, shares: sharesOf(edges, values) };
}

/**
 * Population stability index: 0 unchanged, above .1 worth a look, above .25 another population. An empty bin counts as
 * one value in ten thousand.
 */
export function populationStability(before: Profile, values: Numbers): number {
  const now = sharesOf(before.edges, values);
  return before.shares.reduce((total, share, bin) => {
    const [was, is] = [Math.max(share, 1e-4), Math.max(now[bin] ?? 0, 1e-4)];
    return total + (is - was) * Math.log(is / was);
  }, 0);
}

function sharesOf(edges: readonly number[], values: Numbers): readonly number[] {
  const counts = Array.from({ length: edges.length + 2 }, () => 0);
  for (let row = 0; row < values.length; row++) {
    const bin = binOf(edges, values[row] ?? Number.NaN);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count) => count / Math.max(1, values.length));
}

/** A value on an edge belongs below it. */
function binOf(edges: readonly number[], value: number): number {
  if (Number.isNaN(value)) return edges.length + 1;
  const above = edges.findIndex((edge) => value <= edge);
  return above < 0 ? edges.length : above;
}

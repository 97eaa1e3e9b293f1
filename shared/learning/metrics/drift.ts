import { z } from "zod";
import { type Numbers, quantile, sum } from "../numbers.ts";

/** The distribution of a feature at training: the share of each bin. The last bin counts missing values. */
export const Profile = z.strictObject({ edges: z.array(z.number()), shares: z.array(z.number()) });
export type Profile = z.infer<typeof Profile>;

export function featureProfile(values: Numbers, bins = 10): Profile {
  const known = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const cuts = Array.from({ length: bins - 1 }, (_, index) => quantile(known, (index + 1) / bins));
  const edges = [...new Set(cuts)].filter((edge) => !Number.isNaN(edge));
  return { edges, shares: toShares(binCounts(edges, values)) };
}

/**
 * The population stability index of the counts per bin: 0 is unchanged, above 0.1 deserves a look, above 0.25 is another
 * population. An empty bin counts as one value in ten thousand. Counts of several parts can be added up first.
 */
export function populationStability(before: Profile, counts: Numbers): number {
  const now = toShares(counts);
  return before.shares.reduce((total, share, bin) => {
    const [was, is] = [Math.max(share, 1e-4), Math.max(now[bin] ?? 0, 1e-4)];
    return total + (is - was) * Math.log(is / was);
  }, 0);
}

/** The number of values per bin. The last bin counts missing values. */
export function binCounts(edges: readonly number[], values: Numbers): readonly number[] {
  const counts = Array.from({ length: edges.length + 2 }, () => 0);
  for (let row = 0; row < values.length; row++) {
    const bin = binIndex(edges, values[row] ?? Number.NaN);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function toShares(counts: Numbers): number[] {
  const total = Math.max(1, sum(counts));
  return Array.from(counts, (count) => count / total);
}

/** A value on an edge belongs to the bin below it. */
function binIndex(edges: readonly number[], value: number): number {
  if (Number.isNaN(value)) return edges.length + 1;
  const above = edges.findIndex((edge) => value <= edge);
  return above < 0 ? edges.length : above;
}

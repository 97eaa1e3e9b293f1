import { z } from "zod";
import { type Numbers, quantile, sum } from "../numbers.ts";

/** How a feature was spread when the model was trained: shares between the edges, the last one for missing values. */
export const Profile = z.strictObject({ edges: z.array(z.number()), shares: z.array(z.number()) });
export type Profile = z.infer<typeof Profile>;

export function profileOf(values: Numbers, bins = 10): Profile {
  const known = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const cuts = Array.from({ length: bins - 1 }, (_, index) => quantile(known, (index + 1) / bins));
  const edges = [...new Set(cuts)].filter((edge) => !Number.isNaN(edge));
  return { edges, shares: sharesOf(countsOf(edges, values)) };
}

/**
 * Population stability index: 0 unchanged, above .1 worth a look, above .25 another population. An empty bin counts as
 * one value in ten thousand.
 */
export const populationStability = (before: Profile, values: Numbers): number =>
  stabilityOf(before, countsOf(before.edges, values));

/** The same of values that were counted some at a time: the counts of each part, added up. */
export function stabilityOf(before: Profile, counts: Numbers): number {
  const now = sharesOf(counts);
  return before.shares.reduce((total, share, bin) => {
    const [was, is] = [Math.max(share, 1e-4), Math.max(now[bin] ?? 0, 1e-4)];
    return total + (is - was) * Math.log(is / was);
  }, 0);
}

/** How many values lie between the edges; the last count is of those that are missing. */
export function countsOf(edges: readonly number[], values: Numbers): readonly number[] {
  const counts = Array.from({ length: edges.length + 2 }, () => 0);
  for (let row = 0; row < values.length; row++) {
    const bin = binOf(edges, values[row] ?? Number.NaN);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function sharesOf(counts: Numbers): number[] {
  const total = Math.max(1, sum(counts));
  return Array.from(counts, (count) => count / total);
}

/** A value on an edge belongs below it. */
function binOf(edges: readonly number[], value: number): number {
  if (Number.isNaN(value)) return edges.length + 1;
  const above = edges.findIndex((edge) => value <= edge);
  return above < 0 ? edges.length : above;
}

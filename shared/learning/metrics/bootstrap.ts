import { mean, type Numbers, quantile } from "../numbers.ts";
import { stream } from "../random.ts";

export const bootstrapDraws = 1000;

interface BootstrapOptions {
  readonly seed: number;
  /** One key per row, such as the customer. Rows of one key are drawn together, because they are not independent. */
  readonly groups?: ArrayLike<string | number>;
}

/** Tests whether one model is better than another by more than chance. Takes one loss per row, in the same order for both. */
export function pairedBootstrap(first: Numbers, second: Numbers, { seed, groups }: BootstrapOptions) {
  const parts = grouped(first, second, groups);
  const random = stream(seed, "bootstrap");
  const draws = Float64Array.from({ length: bootstrapDraws }, () => {
    let [total, rows] = [0, 0];
    for (let index = 0; index < parts.rows.length; index++) {
      const drawn = random.below(parts.rows.length);
      total += parts.totals[drawn] ?? 0;
      rows += parts.rows[drawn] ?? 0;
    }
    return total / rows;
  }).sort();
  return {
    /** Mean loss of the first model less that of the second. Below 0 the first is better. */
    difference: mean(first) - mean(second),
    /** The 95 % interval of the resampled differences. */
    low: quantile(draws, 0.025),
    high: quantile(draws, 0.975),
    /** The share of draws in which the first model is better. */
    better: draws.filter((difference) => difference < 0).length / draws.length,
  };
}

function grouped(first: Numbers, second: Numbers, groups: BootstrapOptions["groups"]) {
  const places = new Map<string | number, number>();
  const totals: number[] = [];
  const rows: number[] = [];
  for (let row = 0; row < first.length; row++) {
    const key = groups?.[row] ?? row;
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    totals[place] = (totals[place] ?? 0) + (first[row] ?? 0) - (second[row] ?? 0);
    rows[place] = (rows[place] ?? 0) + 1;
  }
  return { totals, rows };
}

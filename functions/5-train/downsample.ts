import type { Examples } from "../../shared/learning/model.ts";
import { stream } from "../../shared/learning/random.ts";
import { type Table, weightedExamples } from "../../shared/learning/table.ts";
import type { TrainSettings } from "./settings.ts";

type Sampling = Pick<TrainSettings, "halfLifeDays" | "mostRows" | "seed">;

/**
 * Rows to fit on. If there are too many, every row with a purchase stays and the others are sampled, each kept row weighing
 * for the dropped ones: chances and means do not change.
 */
export const downsample = (table: Table, rows: Uint32Array, sampling: Sampling): Examples => {
  const before = made.get(rows);
  if (before?.table === table && before.sampling === sampling) return before.examples;
  const examples = sample(table, rows, sampling);
  made.set(rows, { table, sampling, examples });
  return examples;
};

/** Every family of a fold is given the same rows: they are picked once. */
const made = new WeakMap<Uint32Array, { table: Table; sampling: Sampling; examples: Examples }>();

const sample = (table: Table, rows: Uint32Array, { halfLifeDays, mostRows, seed }: Sampling): Examples => {
  if (rows.length <= mostRows) return weightedExamples(table, rows, halfLifeDays);
  const bought = rows.filter((row) => (table.y[row] ?? 0) !== 0).length;
  // With too many purchases, all rows are sampled alike.
  const all = bought > mostRows / 2;
  const share = all ? mostRows / rows.length : (mostRows - bought) / (rows.length - bought);
  const random = stream(seed, "thinning");
  const isSampled = (row: number) => all || (table.y[row] ?? 0) === 0;
  const kept = rows.filter((row) => !isSampled(row) || random.chance(share));
  const examples = weightedExamples(table, kept, halfLifeDays);
  return {
    ...examples,
    weight: examples.weight.map((weight, at) => (isSampled(kept[at] ?? 0) ? weight / share : weight)),
  };
};

import type { Examples } from "../../shared/learning/model.ts";
import { stream } from "../../shared/learning/random.ts";
import { examplesOf, type Table } from "../../shared/learning/table.ts";

export interface Thinning {
  readonly halfLifeDays: number;
  /** More rows than this take time and teach little. */
  readonly mostRows: number;
  readonly seed: number;
}

/**
 * Rows to fit on. Where there are too many, every purchase stays and the rows without one are thinned, each that is
 * kept counting for those that are not: chances and means stay what they were.
 */
export const thinned = (table: Table, rows: Uint32Array, thinning: Thinning): Examples => {
  const before = made.get(rows);
  if (before?.table === table && before.thinning === thinning) return before.examples;
  const examples = thinnedAnew(table, rows, thinning);
  made.set(rows, { table, thinning, examples });
  return examples;
};

/** Every family of a fold is given the very same rows: they are picked once. */
const made = new WeakMap<Uint32Array, { table: Table; thinning: Thinning; examples: Examples }>();

const thinnedAnew = (
  table: Table,
  rows: Uint32Array,
  { halfLifeDays, mostRows, seed }: Thinning,
): Examples => {
  if (rows.length <= mostRows) return examplesOf(table, rows, halfLifeDays);
  const bought = rows.filter((row) => (table.y[row] ?? 0) !== 0).length;
  const all = bought > mostRows / 2;
  const share = all ? mostRows / rows.length : (mostRows - bought) / (rows.length - bought);
  const random = stream(seed, "thinning");
  const isThinned = (row: number) => all || (table.y[row] ?? 0) === 0;
  const kept = rows.filter((row) => !isThinned(row) || random.chance(share));
  const examples = examplesOf(table, kept, halfLifeDays);
  return {
    ...examples,
    weight: examples.weight.map((weight, at) => (isThinned(kept[at] ?? 0) ? weight / share : weight)),
  };
};

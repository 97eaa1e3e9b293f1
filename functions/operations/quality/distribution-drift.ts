import { median, sum } from "../../../shared/learning/numbers.ts";
import type { ColumnBins } from "./column-bins.ts";

/** A file whose values of a column lie elsewhere than they do in the files before it. */
export interface Drift {
  readonly file: string;
  readonly column: string;
  /** The share of the rows that lie elsewhere, and that usually do from one file to the next. */
  readonly moved: number;
  readonly usual: number;
}

const filesBefore = 8;
const filesNeeded = 4;
const fewestRows = 30;
/** Less matters to nobody. */
const leastMoved = 0.25;
/** Of the largest distance among the files before: weekdays and seasons move columns, too. */
const beyondUsual = 1.5;
/** What chance gives once in ten thousand files (Kolmogorov), in units of its own size. */
const beyondChance = 2.2;

type Bins = ReadonlyMap<string, number>;

/** Compares each file's values with those of the eight files before it, in the order of the files. */
export const distributionDrift = (
  files: readonly string[],
  columns: readonly ColumnBins[],
): readonly Drift[] =>
  columns.flatMap((column) => {
    const known = files.filter((file) => rowsIn(column.files.get(file)) >= fewestRows);
    return known.flatMap((file, place) =>
      driftOf(column, file, known.slice(Math.max(0, place - filesBefore), place)),
    );
  });

const driftOf = (
  { column, ordered, files }: ColumnBins,
  file: string,
  before: readonly string[],
): Drift[] => {
  const own = files.get(file);
  if (!own || before.length < filesNeeded) return [];
  const earlier = before.flatMap((each) => files.get(each) ?? []);
  const distance = ordered ? largestGap : halfDifference;
  const pool = pooled(earlier);
  const moved = distance(own, pool);
  const usual = earlier.map((each) => distance(each, pooled(earlier.filter((other) => other !== each))));
  const limit = Math.max(leastMoved, beyondUsual * Math.max(...usual), byChance(own, pool, ordered));
  return moved > limit ? [{ file, column, moved: rounded(moved), usual: rounded(median(usual)) }] : [];
};

const rowsIn = (bins: Bins | undefined): number => sum([...(bins?.values() ?? [])]);

const pooled = (many: readonly Bins[]): Bins => {
  const all = new Map<string, number>();
  for (const bins of many) for (const [bin, rows] of bins) all.set(bin, (all.get(bin) ?? 0) + rows);
  return all;
};

/** Two files of the same business differ by so much. Words have no order: each of them adds its own chance. */
const byChance = (own: Bins, pool: Bins, ordered: boolean): number => {
  const [rows, others] = [rowsIn(own), rowsIn(pool)];
  const size = Math.sqrt((rows + others) / (rows * others));
  return beyondChance * size * (ordered ? 1 : Math.max(1, Math.sqrt(pool.size) / 2));
};

/** Kolmogorov-Smirnov: the largest gap between the two cumulative shares. */
const largestGap = (own: Bins, pool: Bins): number => {
  const [rows, others] = [rowsIn(own), rowsIn(pool)];
  const bins = [...new Set([...own.keys(), ...pool.keys()])].sort(
    (one, other) => sizeOf(one) - sizeOf(other),
  );
  let [gap, largest] = [0, 0];
  for (const bin of bins) {
    gap += (own.get(bin) ?? 0) / rows - (pool.get(bin) ?? 0) / others;
    largest = Math.max(largest, Math.abs(gap));
  }
  return largest;
};

/** Bins of numbers are written by column-bins.ts: with a sign, larger ones farther from 0. */
const sizeOf = (bin: string): number => Number(bin);

/** Total variation: the share of rows that would have to change their word. */
const halfDifference = (own: Bins, pool: Bins): number => {
  const [rows, others] = [rowsIn(own), rowsIn(pool)];
  const bins = [...new Set([...own.keys(), ...pool.keys()])];
  return sum(bins.map((bin) => Math.abs((own.get(bin) ?? 0) / rows - (pool.get(bin) ?? 0) / others))) / 2;
};

const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;

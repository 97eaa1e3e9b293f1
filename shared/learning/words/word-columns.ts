import { z } from "zod";
import { permutation } from "../metrics/importance.ts";
import type { Examples } from "../model.ts";
import { weightedMean } from "../numbers.ts";
import { stream } from "../random.ts";

/** What training rows say about the words of one column. A word is known by its number. Plain JSON. */
export const WordColumn = z.strictObject({
  name: z.string(),
  /** Words that get a column of their own, the most frequent first. */
  own: z.array(z.int()),
  /** By word: the mean target of its rows. Empty if the words in `own` say all. */
  means: z.array(z.number()),
  /** By word: its share of the rows. A count would grow between the fit and the answers, which know more rows. */
  rows: z.array(z.number()),
  /** For a word never seen. */
  otherwise: z.number(),
});
export type WordColumn = z.infer<typeof WordColumn>;

/** So many words of a column get a column of their own. */
const mostOwn = 12;
/** The mean of all rows counts as so many rows of each word. */
const priorRows = 5;

export const fitWordColumn = (rows: Examples, name: string): WordColumn => {
  const codes = codesOf(rows, name);
  const sums = new Sums(codes, rows, weightedMean(rows.y, rows.weight));
  for (let row = 0; row < rows.rows; row++) sums.add(row);
  const counts = sums.rows;
  const frequent = [...counts.keys()]
    .filter((word) => (counts[word] ?? 0) > 0)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  const isPair = frequent.length <= 2;
  return {
    name,
    own: isPair ? frequent.slice(0, 1) : frequent.slice(0, mostOwn),
    means: isPair ? [] : [...counts.keys()].map((word) => sums.meanOf(word)),
    rows: isPair ? [] : Array.from(counts, (count) => count / rows.rows),
    otherwise: sums.otherwise,
  };
};

/** The columns that the trained family sees instead of one of words. */
export const namesOf = ({ name, own, means }: WordColumn): readonly string[] => [
  ...own.map((word) => `${name} = ${word}`),
  ...(means.length > 0 ? [`${name}: mean`, `${name}: rows`] : []),
];

/** A row's values for these columns. `mean` replaces the word's mean: see orderedMeans. */
export const valuesOf = (
  column: WordColumn,
  word: number,
  mean = meanOf(column, word),
): readonly number[] => [
  ...column.own.map((own) => Number(own === word)),
  ...(column.means.length > 0 ? [mean, column.rows[word] ?? 0] : []),
];

const meanOf = ({ means, otherwise }: WordColumn, word: number): number => means[word] ?? otherwise;

/**
 * For each training row the mean of its word's rows that come before it in a random order. A mean that includes the row's own
 * target would tell it (ordered target statistics: Prokhorenkova and others, 2018, https://arxiv.org/abs/1706.09516).
 */
export const orderedMeans = (rows: Examples, name: string, seed: number): Float64Array => {
  const sums = new Sums(codesOf(rows, name), rows, weightedMean(rows.y, rows.weight));
  const means = new Float64Array(rows.rows);
  for (const row of permutation(rows.rows, stream(seed, "words", name))) {
    means[row] = sums.meanOf(sums.wordOf(row));
    sums.add(row);
  }
  return means;
};

const codesOf = ({ features, rows, x }: Examples, name: string): Int32Array => {
  const place = features.indexOf(name);
  return Int32Array.from({ length: rows }, (_, row) => x[row * features.length + place] ?? -1);
};

class Sums {
  /** For a word never seen. */
  readonly otherwise: number;
  readonly #words: Int32Array;
  readonly #examples: Pick<Examples, "y" | "weight">;
  readonly #total: Float64Array;
  readonly #mass: Float64Array;
  readonly rows: Uint32Array;

  constructor(words: Int32Array, examples: Pick<Examples, "y" | "weight">, otherwise: number) {
    const size = words.reduce((most, word) => Math.max(most, word), -1) + 1;
    this.otherwise = otherwise;
    this.#words = words;
    this.#examples = examples;
    this.#total = new Float64Array(size);
    this.#mass = new Float64Array(size);
    this.rows = new Uint32Array(size);
  }

  wordOf(row: number): number {
    return this.#words[row] ?? -1;
  }

  add(row: number): void {
    const word = this.wordOf(row);
    if (word < 0) return;
    const weight = this.#examples.weight[row] ?? 0;
    this.#total[word] = (this.#total[word] ?? 0) + weight * (this.#examples.y[row] ?? 0);
    this.#mass[word] = (this.#mass[word] ?? 0) + weight;
    this.rows[word] = (this.rows[word] ?? 0) + 1;
  }

  meanOf(word: number): number {
    const mass = this.#mass[word] ?? 0;
    return ((this.#total[word] ?? 0) + priorRows * this.otherwise) / (mass + priorRows);
  }
}

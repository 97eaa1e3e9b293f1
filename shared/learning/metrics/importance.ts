import type { Examples, Model } from "../model.ts";
import type { Numbers } from "../numbers.ts";
import { type Random, stream } from "../random.ts";

const REPEATS = 2;

/**
 * How much the loss increases when the values of a feature are shuffled among these rows, largest first. `expected` and sequences
 * are not shuffled.
 */
export function permutationImportance(
  model: Model,
  examples: Examples,
  seed: number,
  loss: (y: Numbers, predicted: Numbers) => number,
) {
  const { features, rows, y } = examples;
  const base = loss(y, model.predict(examples));
  const x = Float64Array.from(examples.x);
  const shuffled: Examples = { ...examples, x };
  return features
    .map((feature, column) => {
      const random = stream(seed, "importance", feature);
      let increase = 0;
      for (let repeat = 0; repeat < REPEATS; repeat++) {
        const from = permutation(rows, random);
        for (let row = 0; row < rows; row++)
          x[row * features.length + column] = examples.x[(from[row] ?? 0) * features.length + column] ?? 0;
        increase += (loss(y, model.predict(shuffled)) - base) / REPEATS;
      }
      for (let row = 0; row < rows; row++)
        x[row * features.length + column] = examples.x[row * features.length + column] ?? 0;
      return { feature, increase };
    })
    .sort((a, b) => b.increase - a.increase);
}

export function permutation(count: number, random: Random): Uint32Array {
  const out = Uint32Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index--) {
    const other = random.below(index + 1);
    const kept = out[index] ?? 0;
    out[index] = out[other] ?? 0;
    out[other] = kept;
  }
  return out;
}

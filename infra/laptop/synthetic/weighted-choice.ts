import type { Random } from "../../../shared/learning/random.ts";
import { at } from "./samplers.ts";

/** Draws an index with a probability in proportion to its weight. */
export type WeightedChoice = (random: Random) => number;

/**
 * Walker's alias method: two random numbers per draw, however many weights there are. Each cell returns its own index
 * with some probability and otherwise its alias, whose surplus weight fills the cell.
 */
export function weightedChoice(weights: readonly number[]): WeightedChoice {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const level = Float64Array.from(weights, (weight) => weight / mean);
  const alias = Int32Array.from(weights.keys());
  const poor: number[] = [];
  const rich: number[] = [];
  for (const [index, height] of level.entries()) (height < 1 ? poor : rich).push(index);
  while (poor.length > 0 && rich.length > 0) {
    const low = at(poor, poor.length - 1);
    const high = at(rich, rich.length - 1);
    poor.pop();
    alias[low] = high;
    const left = (level[high] ?? 0) - (1 - (level[low] ?? 0));
    level[high] = left;
    if (left < 1) {
      rich.pop();
      poor.push(high);
    }
  }
  // Cells that rounding leaves over return their own index.
  for (const index of [...poor, ...rich]) level[index] = 1;
  return (random) => {
    const cell = random.below(level.length);
    return random.next() < (level[cell] ?? 1) ? cell : (alias[cell] ?? cell);
  };
}

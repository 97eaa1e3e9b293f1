import { rounded } from "../../shared/learning/amounts.ts";
import type { Inputs } from "../../shared/learning/model.ts";
import { oncePer } from "../../shared/memoize.ts";
import type { Card } from "../../shared/registry/card.ts";

/** Values drift as a company grows: only one far beyond the training range is worth a warning. In widths of that range. */
const farBeyond = 0.5;

const trainingLimits = oncePer(({ features }: Card) =>
  features.flatMap(({ name, group, low, high }, place) => {
    if (low === null || high === null || group === "season") return [];
    const margin = farBeyond * (high - low);
    return [{ name, place, low, high, least: low - margin, most: high + margin }];
  }),
);

/** Describes each feature that lies far outside the range the model was trained on. */
export const valuesOutside = (card: Card, { x }: Inputs): string[] => {
  const outside: string[] = [];
  for (const { name, place, low, high, least, most } of trainingLimits(card)) {
    const value = x[place] ?? Number.NaN;
    if (value < least || value > most)
      outside.push(
        `${name} is ${rounded(value)}, and the model has seen ${rounded(low)} to ${rounded(high)}`,
      );
  }
  return outside;
};

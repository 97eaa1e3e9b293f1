import { rounded } from "../../shared/learning/amounts.ts";
import type { Inputs } from "../../shared/learning/model.ts";
import { oncePer } from "../../shared/memoize.ts";
import type { Card } from "../../shared/registry/card.ts";

/** A company grows and a year goes on: only what lies far beyond all that the model was trained on is worth a warning. */
const farBeyond = 0.5;

const limitsOf = oncePer(({ features }: Card) =>
  features.flatMap(({ name, group, low, high }, place) => {
    if (low === null || high === null || group === "season") return [];
    const margin = farBeyond * (high - low);
    return [{ name, place, low, high, least: low - margin, most: high + margin }];
  }),
);

/** What about a customer is unlike everything that the model has seen, in words. */
export const outsideOf = (card: Card, { x }: Inputs): string[] => {
  const outside: string[] = [];
  for (const { name, place, low, high, least, most } of limitsOf(card)) {
    const value = x[place] ?? Number.NaN;
    if (value < least || value > most)
      outside.push(
        `${name} is ${rounded(value)}, and the model has seen ${rounded(low)} to ${rounded(high)}`,
      );
  }
  return outside;
};

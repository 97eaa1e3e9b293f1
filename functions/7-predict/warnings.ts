import { rounded } from "../../shared/learning/amounts.ts";
import type { Inputs } from "../../shared/learning/model.ts";
import { oncePer } from "../../shared/memoize.ts";
import type { Card } from "../../shared/registry/card.ts";
import type { Snapshot } from "../../shared/serving/read-snapshot.ts";
import type { LoadedModel } from "./model-readers.ts";

export interface Circumstances {
  readonly snapshot: Snapshot;
  readonly date: string;
  /** In days after the last known day. */
  readonly ahead: number;
  readonly inputs: Inputs | undefined;
  /** They returned goods and never bought any. */
  readonly onlyReturned: boolean;
  readonly outside: readonly string[];
  readonly staleSnapshot: string | undefined;
  readonly staleModel: string | undefined;
}

/** What a user of the answer should know about its limits. */
export const warningsFor = ({ card }: LoadedModel, now: Circumstances): string[] => {
  const known = now.snapshot.manifest.asOf ?? now.date;
  const warnings: string[] = [];
  if (!now.inputs)
    warnings.push(
      now.onlyReturned
        ? "this customer has returned goods and never bought any: this is the average of all customers, less for every day without a purchase"
        : "nothing is known of this customer before that day: this is the average of all customers",
    );
  warnings.push(...now.outside);
  if (now.date <= known && card.training.to >= now.date)
    warnings.push(`the model has learned from days after ${now.date}: it did not exist then`);
  if (now.ahead > 1) warnings.push(`no file has come for the days after ${known}`);
  if (!card.intervals) warnings.push("the model has no intervals yet: too little history stands behind it");
  if (now.staleSnapshot !== undefined) warnings.push(`an older snapshot answers: ${now.staleSnapshot}`);
  if (now.staleModel !== undefined) warnings.push(`an older model answers: ${now.staleModel}`);
  return warnings;
};

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

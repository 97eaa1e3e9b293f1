import type { Inputs } from "../../shared/learning/model.ts";
import type { Snapshot } from "../../shared/serving/read-snapshot.ts";
import type { LoadedModel } from "./model-readers.ts";

export interface Circumstances {
  readonly snapshot: Snapshot;
  readonly date: string;
  /** In days after the last known day. */
  readonly ahead: number;
  readonly inputs: Inputs | undefined;
  readonly outside: readonly string[];
  readonly staleSnapshot: string | undefined;
  readonly staleModel: string | undefined;
}

/** What a user of the answer should know about its limits. */
export const warningsFor = ({ card }: LoadedModel, now: Circumstances): string[] => {
  const known = now.snapshot.manifest.asOf ?? now.date;
  const warnings: string[] = [];
  if (!now.inputs)
    warnings.push("nothing is known of this customer before that day: this is the average of all customers");
  warnings.push(...now.outside);
  if (now.date <= known && card.training.to >= now.date)
    warnings.push(`the model has learned from days after ${now.date}: it did not exist then`);
  if (now.ahead > 1) warnings.push(`no file has come for the days after ${known}`);
  if (!card.intervals) warnings.push("the model has no intervals yet: too little history stands behind it");
  if (now.staleSnapshot !== undefined) warnings.push(`an older snapshot answers: ${now.staleSnapshot}`);
  if (now.staleModel !== undefined) warnings.push(`an older model answers: ${now.staleModel}`);
  return warnings;
};

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
  const { asOf } = now.snapshot.manifest;
  const known = asOf ?? now.date;
  return [
    ...(now.inputs
      ? []
      : ["nothing is known of this customer before that day: this is the average of all customers"]),
    ...now.outside,
    ...(now.date <= known && card.training.to >= now.date
      ? [`the model has learned from days after ${now.date}: it did not exist then`]
      : []),
    ...(now.ahead > 1 ? [`no file has come for the days after ${known}`] : []),
    ...(card.intervals ? [] : ["the model has no intervals yet: too little history stands behind it"]),
    ...(now.staleSnapshot === undefined ? [] : [`an older snapshot answers: ${now.staleSnapshot}`]),
    ...(now.staleModel === undefined ? [] : [`an older model answers: ${now.staleModel}`]),
  ];
};

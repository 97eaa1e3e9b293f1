import type { Family } from "../../shared/models/model.ts";
import type { Table } from "../../shared/models/table.ts";
import type { Platform } from "../../shared/platform.ts";
import type { TrainSettings } from "./settings.ts";

/** A task as the stage sees it: where its rows come from, and how it is trained. */
export interface Trainable {
  readonly name: string;
  /** The text of its SQL and what else its rows depend on but the tables. */
  readonly definition: string;
  /** Throws TooFewRows when there is nothing to begin with. */
  read(platform: Platform, signal?: AbortSignal): Promise<Table>;
  readonly settings: TrainSettings;
  /** What computes: recorded with the model, as another backend differs in the last digits. */
  backend(): string;
}

export const familiesOf = ({ candidates }: TrainSettings): ReadonlyMap<string, Family> =>
  new Map(candidates.map(({ family }) => [family.name, family]));

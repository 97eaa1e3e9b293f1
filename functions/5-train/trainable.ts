import type { SavedModel } from "../../shared/learning/model.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Card } from "../../shared/registry/card.ts";
import type { Definition, InputDigests } from "./inputs.ts";
import type { Watch } from "./settings.ts";

/** A task as the stage sees it. */
export interface Trainable {
  readonly name: string;
  readonly definition: Definition;
  /** The same task with networks that read the days before each row one by one: too slow for every night. */
  readonly recurrent?: Trainable;
  /** Fits, scores and chooses. Throws TooFewRows if there is not enough history. */
  make(platform: Platform, version: NewVersion, watch: Watch): Promise<Made>;
}

export interface NewVersion {
  readonly version: string;
  readonly created: Date;
  readonly digests: InputDigests;
}

export interface Made {
  readonly card: Card;
  readonly saved: SavedModel;
}

import type { SavedModel } from "../../shared/learning/model.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Card } from "../../shared/registry/card.ts";
import type { Inputs } from "./inputs.ts";
import type { Watch } from "./settings.ts";

/** A task as the stage sees it. */
export interface Trainable {
  readonly name: string;
  /** Its SQL, families and settings in one text: another text, another model. */
  readonly definition: { readonly sql: string; readonly settings: string };
  /** The same with networks that read the days before each row one by one: too slow for every night. */
  readonly recurrent?: Trainable;
  /** Fits, scores and chooses. Throws TooFewRows when there is nothing to begin with. */
  make(platform: Platform, origins: Origins, watch: Watch): Promise<Made>;
}

/** What a new version is called, and what it is made from. */
export interface Origins {
  readonly version: string;
  readonly created: Date;
  readonly inputs: Inputs;
}

export interface Made {
  readonly card: Card;
  readonly saved: SavedModel;
}

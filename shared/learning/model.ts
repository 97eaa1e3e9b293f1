/** What every way of predicting has in common, so that one trainer, one leaderboard and one predictor serve them all. */

/** Rows to predict. Numbers are row-major; NaN says "not known". */
export interface Inputs {
  readonly features: readonly string[];
  readonly rows: number;
  /** rows × features */
  readonly x: Float64Array;
  /** What the plain run-rate expects of each row, in the target's unit and above zero. Families that can, start from its log. */
  readonly expected: Float64Array;
  readonly sequences?: Sequences;
}

/** The days before each row, oldest first: rows × steps × channels. */
export interface Sequences {
  readonly channels: readonly string[];
  readonly steps: number;
  readonly values: Float32Array;
}

export interface Examples extends Inputs {
  /** The truth, in its own unit. */
  readonly y: Float64Array;
  readonly weight: Float64Array;
}

export interface FitOptions {
  readonly seed: number;
  /** Later rows than those fitted on, never the ones a score is taken from: where a family decides when to stop. */
  readonly tuning?: Examples;
  readonly signal?: AbortSignal;
  /** Told what an operator may want to know, such as which backend was chosen. */
  readonly note?: (message: string) => void;
}

export interface Family {
  readonly name: string;
  fit(examples: Examples, options: FitOptions): Promise<Model>;
  /** Throws when what was saved is not of this family. Loads nothing that only training needs. */
  load(saved: SavedModel): Model;
}

/** The chance of anything at all, and the amount if so. */
export interface Parts {
  readonly chance: Float64Array;
  readonly amount: Float64Array;
}

export interface Model {
  predict(inputs: Inputs): Float64Array;
  /** How far each feature moves one row's answer, in the target's unit, from what `expected` alone would say. */
  explain?(inputs: Inputs, row: number): Float64Array;
  /** Whether that takes so long that another's reasons do where both would. */
  readonly explainsSlowly?: true;
  /** Where the answer is a product. */
  parts?(inputs: Inputs): Parts;
  save(): SavedModel;
}

/** Plain JSON, and the numbers beside it. */
export interface SavedModel {
  readonly family: string;
  readonly settings: unknown;
  readonly weights: Uint8Array;
}

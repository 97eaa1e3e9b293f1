/** The interface of all families of models: one trainer, one leaderboard and one predictor serve them all. */

/** Rows to predict. Numbers are row-major; NaN means "not known". */
export interface Inputs {
  readonly features: readonly string[];
  readonly rows: number;
  /** rows × features */
  readonly x: Float64Array;
  /** The plain run-rate of each row, in the target's unit and above zero. Some families start from its logarithm. */
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
  /** Rows for early stopping: later than those fitted on, and never scored. */
  readonly tuning?: Examples;
  readonly signal?: AbortSignal;
  /** Called with what an operator may want to know, such as the chosen backend. */
  readonly note?: (message: string) => void;
}

export interface Family {
  readonly name: string;
  fit(examples: Examples, options: FitOptions): Promise<Model>;
  /** Throws if the saved model is of another family. Loads nothing that only training needs. */
  load(saved: SavedModel): Model;
}

/** The chance that anything is bought, and the amount if so. The prediction is their product. */
export interface Parts {
  readonly chance: Float64Array;
  readonly amount: Float64Array;
}

export interface Model {
  predict(inputs: Inputs): Float64Array;
  /** How far each feature moves one row's prediction away from its start, in the target's unit. */
  explain?(inputs: Inputs, row: number): Float64Array;
  /** Explaining is slow: in a median, a faster member explains if there is one. */
  readonly explainsSlowly?: true;
  /** Only where the prediction is a product. */
  parts?(inputs: Inputs): Parts;
  save(): SavedModel;
}

/** Settings as plain JSON, and weights as bytes. */
export interface SavedModel {
  readonly family: string;
  readonly settings: unknown;
  readonly weights: Uint8Array;
}

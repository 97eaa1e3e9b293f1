import type { Candidate } from "../../shared/learning/candidate.ts";
import type { TableTarget } from "../../shared/learning/targets.ts";
import type { FoldSettings } from "./plan-folds.ts";
import type { ShuffledFolds } from "./plan-shuffled.ts";

/** The settings of one training on a table of rows. */
export interface TrainSettings {
  readonly task: string;
  readonly horizonDays: number;
  /** `kind` decides how predictions are scored: see approaches.ts. */
  readonly target: { readonly name: string; readonly kind: TableTarget };
  readonly folds: FoldSettings;
  /** Tests at random instead of one after the other in time. */
  readonly shuffled?: ShuffledFolds;
  /** A row's weight halves with every so many days of age. */
  readonly halfLifeDays: number;
  /** No fit is given more rows: they cost time and teach little. See run-fold.ts. */
  readonly mostRows: number;
  /** Families are compared by fits on fewer rows; only the holdout and the last fit see all. */
  readonly mostRowsToCompare?: number;
  readonly seed: number;
  readonly candidates: readonly Candidate[];
  /** The column whose sums of chances are wanted, and so how far they miss. */
  readonly sumsOf?: string;
  /** Whether the median of several candidates, or their weighted mean, is a candidate too. */
  readonly combines: boolean | "weighted";
  /** Serves unless another family is better by more than noise. */
  readonly preferred: string;
  /** The plain rule that serves if nothing beats it. */
  readonly fallback: string;
  /** The plain rule that is best on the validation folds takes the place of `fallback`. */
  readonly anyRule?: boolean;
  /** What to do about a feature that is almost the target. */
  readonly onTrivial: "refuse" | "warn";
}

export interface Step {
  readonly task: string;
  /** "fold 2 of 3", "holdout" */
  readonly on: string;
  readonly family: string;
  readonly done: number;
  readonly total: number;
  readonly seconds: number;
}

/** Follows a training and can end it. `onStep` is called after each fit: the lease is renewed there too. */
export interface Watch {
  readonly onStep?: (step: Step) => void | Promise<void>;
  readonly onNote?: (text: string) => void;
  readonly signal?: AbortSignal;
}

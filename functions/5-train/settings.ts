import type { Candidate } from "../../shared/learning/families.ts";
import type { FoldSettings } from "./plan-folds.ts";
import type { TargetKind } from "./scoring.ts";

/** What one training is told. */
export interface TrainSettings {
  readonly task: string;
  readonly horizonDays: number;
  readonly target: { readonly name: string; readonly kind: TargetKind };
  readonly folds: FoldSettings;
  /** A row counts half as much for every so many days of age. */
  readonly halfLifeDays: number;
  /** No fit is given more rows; see thin.ts. */
  readonly mostRows: number;
  readonly seed: number;
  readonly candidates: readonly Candidate[];
  /** Whether the median of several candidates may answer. */
  readonly combines: boolean;
  /** Answers unless another is better by more than its noise. */
  readonly preferred: string;
  /** The plain rule that answers when nothing beats it. */
  readonly fallback: string;
  /** What is done about a feature that all but is the target. */
  readonly onTrivial: "refuse" | "warn";
}

export interface Step {
  readonly task: string;
  /** "fold 2 of 3", "holdout", "all rows" */
  readonly on: string;
  readonly family: string;
  readonly done: number;
  readonly total: number;
  readonly seconds: number;
}

/** Who watches a training, and may end it. Called after each fit: a lease is renewed here too. */
export interface Watch {
  readonly onStep?: (step: Step) => void | Promise<void>;
  readonly onNote?: (text: string) => void;
  readonly signal?: AbortSignal;
}

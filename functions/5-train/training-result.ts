import type { SavedModel } from "../../shared/learning/model.ts";
import { finiteScore } from "../../shared/learning/scoring.ts";
import type { Card, Comparison } from "../../shared/registry/card.ts";

export interface Choice {
  readonly family: string;
  readonly because: string;
  readonly comparisons: readonly Comparison[];
}

/** The result of a training, whatever the kind of task: all that promotion and the card need. */
export interface TrainingResult
  extends Pick<Card, "leaderboard" | "importances" | "intervals" | "sums" | "warnings" | "seconds"> {
  readonly choice: Choice;
  /** In the order of time; the last one is the holdout. */
  readonly folds: Card["folds"];
  /** Decides on the holdout; lower is better. */
  readonly measure: string;
  /** The plain rule's score on the holdout. */
  readonly baseline: number | null;
  readonly saved: SavedModel;
  /** What the deployed model was fitted on. */
  readonly fittedOn: Pick<Card, "features" | "sequences" | "training" | "selfTest">;
}

/** A family's score on the holdout. */
export const holdoutScore = (
  { leaderboard, measure }: Pick<TrainingResult, "leaderboard" | "measure">,
  family: string,
): number | null => finiteScore(leaderboard.find((entry) => entry.family === family)?.holdout[measure]);

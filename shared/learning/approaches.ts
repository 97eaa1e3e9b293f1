import type { Candidate, FamilyTask } from "./candidate.ts";
import { rSquared } from "./metrics/errors.ts";
import { normalisedGini } from "./metrics/ranking.ts";
import type { Numbers } from "./numbers.ts";
import { amountScorer, chanceScorer, numberScorer, type Scorer } from "./scoring.ts";
import { isDayTask, spendCandidates } from "./spend-families.ts";
import { tableCandidates } from "./table-families.ts";
import type { TableTarget } from "./targets.ts";

/** The small TensorFlow.js network: the default wherever nothing else is said. */
export const PREFERRED = "mlp";

/** The plain rule that knows nothing of a row. No family may serve that was ever worse. */
export const CONSTANT = "mean";

/** How a target is learned and scored. */
export interface Approach {
  readonly scorer: Scorer;
  /** Every family that can try the task, baselines first, by the names under which models are saved. */
  candidates(task: FamilyTask): readonly Candidate[];
  /** Serves unless another family is better by more than noise. */
  preferred(task: Pick<FamilyTask, "horizonDays">): string;
  /** The plain rule that serves if nothing beats it. */
  readonly fallback: string;
  /** How misses are measured for intervals: as a share of the prediction or in its unit. A chance has no interval. */
  readonly residual: "ratio" | "difference" | null;
  /** 0 for a prediction that knows nothing of its row, 1 for a perfect one. */
  skill(y: Numbers, predicted: Numbers): number;
}

/** The only place that decides by what is predicted. (A series has methods instead: see forecast/forecasters.ts.) */
const approaches: Readonly<Record<TableTarget, Approach>> = {
  amount: {
    scorer: amountScorer,
    candidates: spendCandidates,
    // On most single days nothing is bought, so the chance and the amount come from a network each.
    preferred: (task) => (isDayTask(task) ? "hurdle_mlp" : PREFERRED),
    fallback: "run_rate",
    residual: "ratio",
    skill: normalisedGini,
  },
  number: {
    scorer: numberScorer,
    candidates: (task) => tableCandidates(task, "amount"),
    preferred: () => PREFERRED,
    fallback: "mean",
    residual: "difference",
    skill: rSquared,
  },
  chance: {
    scorer: chanceScorer,
    candidates: (task) => tableCandidates(task, "chance"),
    preferred: () => PREFERRED,
    fallback: "mean",
    residual: null,
    skill: normalisedGini,
  },
};

export const approachTo = (target: TableTarget): Approach => approaches[target];

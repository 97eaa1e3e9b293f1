import type { Entry } from "../../../../shared/registry/card.ts";
import type { ShownCard } from "../../sources/models.ts";

/** What people read first, where a task has it. */
const shownMeasures = [
  "mae",
  "rmse",
  "r2",
  "auc",
  "averagePrecision",
  "brier",
  "brierSkill",
  "logLoss",
  "ece",
  "gini",
  "bias",
  "tweedieDeviance",
  "mase",
  "wape",
  "totalError",
  "coverage80",
  "coverage95",
] as const;

export const measuresOf = ({ leaderboard }: ShownCard): readonly string[] =>
  shownMeasures.filter((name) => leaderboard.some(({ holdout }) => typeof holdout[name] === "number"));

/** The best on the validation folds first, as the choice was made. */
export const byRank = ({ leaderboard }: ShownCard): readonly Entry[] =>
  leaderboard.toSorted((a, b) => (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY));

/** The deciding measure of the model and of the best plain rule on the holdout. */
export const againstRules = ({ leaderboard, family, verdict }: ShownCard) => {
  const { measure } = verdict;
  const own = verdict.challenger ?? leaderboard.find((each) => each.family === family)?.holdout[measure];
  const [rule] = leaderboard
    .filter(({ baseline }) => baseline)
    .flatMap(({ family: name, holdout }) => {
      const score = holdout[measure];
      return typeof score === "number" ? [{ name, score }] : [];
    })
    .sort((a, b) => a.score - b.score);
  if (typeof own !== "number" || !rule || rule.score === 0) return undefined;
  return { measure, own, rule, less: 1 - own / rule.score };
};

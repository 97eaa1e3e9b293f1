import { logLoss } from "../../shared/learning/metrics/calibration.ts";
import { tweedieDeviance } from "../../shared/learning/metrics/deviance.ts";
import { amountScores, chanceScores, spendScores } from "../../shared/learning/metrics/scores.ts";
import type { Numbers } from "../../shared/learning/numbers.ts";
import type { Scores } from "../../shared/registry/card.ts";

/** What a target is, which decides what a good answer is: spend (never below zero), any number, or a chance. */
export type TargetKind = "amount" | "number" | "chance";

export interface Answers {
  readonly predicted: Float64Array;
  readonly parts?: { readonly chance: Float64Array; readonly amount: Float64Array };
}

export interface Judge {
  score(y: Numbers, answers: Answers): Scores;
  /** What one row costs: means of it are compared by the bootstrap. */
  loss(y: Numbers, predicted: Numbers): Float64Array;
  /** The name of the mean of `loss` among the scores. */
  readonly lossName: string;
  /** Families are ranked on these; each is better the lower it is. */
  readonly ranked: readonly ((scores: Scores) => number)[];
  /** A fallback to the plain rule is overcome on the mean of these, as shares of the rule's. */
  readonly against: readonly string[];
}

const value = (name: string) => (scores: Scores) => scores[name] ?? Number.POSITIVE_INFINITY;
const shortOfOne = (name: string) => (scores: Scores) => 1 - (scores[name] ?? Number.NEGATIVE_INFINITY);
const size = (name: string) => (scores: Scores) => Math.abs(scores[name] ?? Number.POSITIVE_INFINITY);

/** No measure alone can be trusted: the mean absolute error likes zero, the squared one hangs on a few customers. */
const judges: Readonly<Record<TargetKind, Judge>> = {
  amount: {
    score: (y, { predicted, parts }) =>
      plain({ ...spendScores(y, predicted), ...(parts ? ofParts(y, parts) : {}) }),
    loss: (y, predicted) => byRow(y, predicted, tweedieDeviance),
    lossName: "tweedieDeviance",
    ranked: [value("tweedieDeviance"), value("rmse"), shortOfOne("gini"), value("decileError")],
    against: ["rmse", "tweedieDeviance"],
  },
  number: {
    score: (y, { predicted }) => {
      const scores = amountScores(y, predicted);
      return plain({ ...scores, mse: scores.rmse ** 2 });
    },
    loss: (y, predicted) => byRow(y, predicted, (truth, answer) => ((truth[0] ?? 0) - (answer[0] ?? 0)) ** 2),
    lossName: "mse",
    ranked: [value("rmse"), value("mae"), shortOfOne("spearman"), size("bias")],
    against: ["rmse", "mae"],
  },
  chance: {
    score: (y, { predicted }) => plain(chanceScores(y, predicted)),
    loss: (y, predicted) => byRow(y, predicted, logLoss),
    lossName: "logLoss",
    ranked: [value("logLoss"), value("brier"), shortOfOne("auc"), size("bias")],
    against: ["logLoss", "brier"],
  },
};

export const judgeOf = (kind: TargetKind): Judge => judges[kind];

/** Where an answer is chance × amount, each is judged where it can be: the chance on all rows, the amount on buyers. */
const ofParts = (y: Numbers, { chance, amount }: NonNullable<Answers["parts"]>) => {
  const bought = Uint32Array.from(Array.from(chance.keys()).filter((row) => (y[row] ?? 0) > 0));
  const among = (values: Numbers) => Float64Array.from(bought, (row) => values[row] ?? 0);
  const { auc, brier, brierSkill } = chanceScores(y, chance);
  const { mae } = amountScores(among(y), among(amount));
  return { auc, brier, brierSkill, maeGivenPurchase: mae };
};

const byRow = (y: Numbers, predicted: Numbers, loss: (y: Numbers, predicted: Numbers) => number) =>
  Float64Array.from(y, (truth, row) => loss([truth], [predicted[row] ?? Number.NaN]));

const plain = (scores: Readonly<Record<string, number>>): Scores =>
  Object.fromEntries(
    Object.entries(scores).map(([name, score]) => [name, Number.isFinite(score) ? score : null]),
  );

/** The mean over folds; not known where a fold does not know it. */
export const meanScores = (folds: readonly Scores[]): Scores =>
  Object.fromEntries(
    Object.keys(folds[0] ?? {}).map((name) => {
      const values = folds.map((scores) => scores[name]);
      const known = values.filter((score) => typeof score === "number");
      return [
        name,
        known.length < values.length ? null : known.reduce((total, score) => total + score, 0) / known.length,
      ];
    }),
  );

import type { Scores } from "../registry/card.ts";
import { brier, brierSkill, calibrationError, decileError, logLoss } from "./metrics/calibration.ts";
import {
  bias,
  meanAbsoluteError,
  medianAbsoluteError,
  rootMeanSquaredError,
  rSquared,
  rSquaredWithoutTop,
  tweedieDeviance,
} from "./metrics/errors.ts";
import {
  areaUnderCurve,
  averagePrecision,
  normalisedGini,
  precisionAtTop,
  spearman,
} from "./metrics/ranking.ts";
import type { Parts } from "./model.ts";
import { mean, type Numbers, sortOrders } from "./numbers.ts";

export interface Answers {
  readonly predicted: Float64Array;
  readonly parts?: Parts;
}

/** How predictions of one kind of target are scored. */
export interface Scorer {
  score(y: Numbers, answers: Answers): Scores;
  /** The loss of each row. The bootstrap compares its means. */
  loss(y: Numbers, predicted: Numbers): Float64Array;
  /** The name of the mean of `loss` among the scores. */
  readonly lossName: string;
  /** Families are ranked by these measures; lower is better. */
  readonly ranked: readonly ((scores: Scores) => number)[];
  /** A family beats the plain rule if the mean of these measures, each divided by the rule's, is below 1. */
  readonly against: readonly string[];
}

const value = (name: string) => (scores: Scores) => scores[name] ?? Number.POSITIVE_INFINITY;
const shortOfOne = (name: string) => (scores: Scores) => 1 - (scores[name] ?? Number.NEGATIVE_INFINITY);
const size = (name: string) => (scores: Scores) => Math.abs(scores[name] ?? Number.POSITIVE_INFINITY);

// Several measures, because each is blind to something: the absolute error favours zero, the squared error depends on a few
// customers.

export const amountScorer: Scorer = {
  score: (y, { predicted, parts }) =>
    finiteScores({ ...spendScores(y, predicted), ...(parts ? scoreParts(y, parts) : {}) }),
  loss: (y, predicted) => byRow(y, predicted, tweedieDeviance),
  lossName: "tweedieDeviance",
  ranked: [value("tweedieDeviance"), value("rmse"), shortOfOne("gini"), value("decileError")],
  against: ["rmse", "tweedieDeviance"],
};

export const numberScorer: Scorer = {
  score: (y, { predicted }) => {
    const scores = amountScores(y, predicted);
    return finiteScores({ ...scores, mse: scores.rmse ** 2 });
  },
  loss: (y, predicted) => byRow(y, predicted, (truth, answer) => ((truth[0] ?? 0) - (answer[0] ?? 0)) ** 2),
  lossName: "mse",
  ranked: [value("rmse"), value("mae"), shortOfOne("spearman"), size("bias")],
  against: ["rmse", "mae"],
};

export const chanceScorer: Scorer = {
  score: (y, { predicted }) => finiteScores(chanceScores(y, predicted)),
  loss: (y, predicted) => byRow(y, predicted, logLoss),
  lossName: "logLoss",
  ranked: [value("logLoss"), value("brier"), shortOfOne("auc"), size("bias")],
  against: ["logLoss", "brier"],
};

/** Scores of a prediction that is chance × amount: the chance on all rows, the amount on rows with a purchase. */
const scoreParts = (y: Numbers, { chance, amount }: Parts) => {
  const bought = Uint32Array.from(Array.from(chance.keys()).filter((row) => (y[row] ?? 0) > 0));
  const among = (values: Numbers) => Float64Array.from(bought, (row) => values[row] ?? 0);
  const { auc, brier, brierSkill } = chanceScores(y, chance);
  const { mae } = amountScores(among(y), among(amount));
  return { auc, brier, brierSkill, maeGivenPurchase: mae };
};

const byRow = (y: Numbers, predicted: Numbers, loss: (y: Numbers, predicted: Numbers) => number) =>
  Float64Array.from(y, (truth, row) => loss([truth], [predicted[row] ?? Number.NaN]));

/** JSON has no NaN, and a loss over outcomes that are all 0 may be one. */
export const finiteScore = (score: number | null | undefined): number | null =>
  typeof score === "number" && Number.isFinite(score) ? score : null;

export const finiteScores = (scores: Readonly<Record<string, number>>): Scores =>
  Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, finiteScore(score)]));

/** The mean over folds; null where it is null in a fold. */
export const meanScores = (folds: readonly Scores[]): Scores =>
  Object.fromEntries(
    Object.keys(folds[0] ?? {}).map((name) => {
      const values = folds.map((scores) => scores[name]);
      const known = values.filter((score) => typeof score === "number");
      return [name, known.length < values.length ? null : mean(known)];
    }),
  );

export const amountScores = (y: Numbers, predicted: Numbers, orders = sortOrders(y, predicted)) => ({
  mae: meanAbsoluteError(y, predicted),
  rmse: rootMeanSquaredError(y, predicted),
  r2: rSquared(y, predicted),
  r2WithoutTop1: rSquaredWithoutTop(y, predicted, orders.y),
  medianAbsoluteError: medianAbsoluteError(y, predicted),
  bias: bias(y, predicted),
  spearman: spearman(y, predicted, orders),
});

/** Spend is never negative. */
export const spendScores = (y: Numbers, predicted: Numbers, orders = sortOrders(y, predicted)) => ({
  ...amountScores(y, predicted, orders),
  gini: normalisedGini(y, predicted, orders),
  decileError: decileError(y, predicted, orders.predicted),
  tweedieDeviance: tweedieDeviance(y, predicted),
});

export const chanceScores = (happened: Numbers, chance: Numbers) => ({
  auc: areaUnderCurve(happened, chance),
  averagePrecision: averagePrecision(happened, chance),
  brier: brier(happened, chance),
  brierSkill: brierSkill(happened, chance),
  logLoss: logLoss(happened, chance),
  calibrationError: calibrationError(happened, chance),
  precisionTop10: precisionAtTop(happened, chance, 0.1),
  precisionTop20: precisionAtTop(happened, chance, 0.2),
  bias: bias(happened, chance),
});

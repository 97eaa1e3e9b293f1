import { type Numbers, sortOrders } from "../numbers.ts";
import { brier, brierSkill, decileError, logLoss } from "./calibration.ts";
import {
  bias,
  meanAbsoluteError,
  medianAbsoluteError,
  rootMeanSquaredError,
  rSquared,
  rSquaredWithoutTop,
  tweedieDeviance,
} from "./errors.ts";
import { areaUnderCurve, normalisedGini, spearman } from "./ranking.ts";

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
  brier: brier(happened, chance),
  brierSkill: brierSkill(happened, chance),
  logLoss: logLoss(happened, chance),
  bias: bias(happened, chance),
});

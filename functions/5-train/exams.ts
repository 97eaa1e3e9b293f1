import { CONSTANT } from "../../shared/learning/approaches.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Run } from "./run-fold.ts";

/** What every candidate answered on the validation folds and on the holdout. */
export interface Exams {
  readonly table: Table;
  readonly validation: readonly Run[];
  readonly holdout: readonly Run[];
}

/** The largest loss of any fold, in constants' losses; NaN where there is no constant to compare with. */
export const worstAgainstConstant = (
  family: string,
  { validation, holdout }: Exams,
  measure: string,
): number => {
  const all = [...validation, ...holdout];
  const scoreOf = (name: string, plan: Run["plan"]) => {
    const run = all.find((each) => each.family === name && each.plan === plan);
    return run && !("failed" in run.outcome) ? (run.outcome.scores[measure] ?? Number.NaN) : Number.NaN;
  };
  const plans = [...new Set(all.map(({ plan }) => plan))];
  return plans
    .map((plan) => scoreOf(family, plan) / scoreOf(CONSTANT, plan))
    .filter(Number.isFinite)
    .reduce((most, ratio) => Math.max(most, ratio), Number.NEGATIVE_INFINITY);
};

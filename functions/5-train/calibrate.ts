import {
  applySigmoid,
  calibratedModel,
  fitSigmoid,
  type Sigmoid,
} from "../../shared/learning/combined/calibrated.ts";
import { calibrationError } from "../../shared/learning/metrics/calibration.ts";
import type { Model } from "../../shared/learning/model.ts";
import { concatenate, mean, type Numbers } from "../../shared/learning/numbers.ts";
import { chanceScorer } from "../../shared/learning/scoring.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Run } from "./run-fold.ts";

/** Beyond this gap between chances and what happened, they are corrected. */
export const tolerated = 0.05;

interface Unseen {
  readonly y: Float64Array;
  readonly chances: Float64Array;
}

export interface Calibrating {
  readonly model: Model;
  readonly note: string;
}

/**
 * Checks the chances of the chosen family on rows that it had not seen, and corrects them by Platt's sigmoid if they are
 * off. The correction is learned on the validation folds and must lower the loss on the holdout; what serves has learned
 * it from both.
 */
export const repairCalibration = (
  table: Table,
  runs: { readonly validation: readonly Run[]; readonly holdout: readonly Run[] },
  family: string,
  model: Model,
): Calibrating => {
  const [before, last] = [unseen(table, runs.validation, family), unseen(table, runs.holdout, family)];
  const all = join(before, last);
  const error = calibrationError(all.y, all.chances);
  const found = `chances of ${family} are off by ${error.toFixed(3)} on average on rows that it had not seen`;
  if (!(error > tolerated) || before.y.length === 0 || last.y.length === 0) return { model, note: found };
  const lossWith = (sigmoid: Sigmoid) => loss(last.y, applySigmoid(sigmoid, last.chances));
  const learned = fitSigmoid(before.y, before.chances);
  if (!(lossWith(learned) < loss(last.y, last.chances)))
    return { model, note: `${found}; the correction of earlier weeks does not help on the holdout` };
  const sigmoid = fitSigmoid(all.y, all.chances);
  return {
    model: calibratedModel(model, sigmoid),
    note: `${found}: corrected (log-odds × ${sigmoid.slope.toFixed(2)} ${sigmoid.shift < 0 ? "−" : "+"} ${Math.abs(sigmoid.shift).toFixed(2)})`,
  };
};

const loss = (y: Numbers, chances: Numbers): number => mean(chanceScorer.loss(y, chances));

const unseen = (table: Table, runs: readonly Run[], name: string): Unseen =>
  runs
    .filter(({ family }) => family === name)
    .flatMap(({ outcome, plan }) =>
      "failed" in outcome
        ? []
        : [
            {
              y: Float64Array.from(plan.test, (row) => table.y[row] ?? Number.NaN),
              chances: outcome.answers.predicted,
            },
          ],
    )
    .reduce(join, { y: new Float64Array(), chances: new Float64Array() });

const join = (one: Unseen, other: Unseen): Unseen => ({
  y: concatenate(Float64Array, [one.y, other.y]),
  chances: concatenate(Float64Array, [one.chances, other.chances]),
});

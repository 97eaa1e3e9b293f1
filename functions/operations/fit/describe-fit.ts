import { atThreshold, bestThreshold, type Threshold } from "../../../shared/learning/metrics/thresholds.ts";
import type { Fit } from "./fit.ts";
import type { UnseenAnswer } from "./unseen-answers.ts";

const thresholds = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

export interface ThresholdTable {
  /** Found on the validation rows, so that the holdout judges it. */
  readonly best: number;
  readonly rows: readonly Threshold[];
}

/** How the chances of the holdout divide into yes and no; undefined for a target that is a number. */
export const thresholdTable = ({ answers, predicted }: Pick<Fit, "answers" | "predicted">) => {
  if (predicted === null) return undefined;
  const validation = columnsOf(answers, "validation");
  const holdout = columnsOf(answers, "holdout");
  const best = bestThreshold(validation.actual, validation.predicted);
  const all = [...thresholds, best].sort((a, b) => a - b);
  return {
    best,
    rows: all.map((threshold) => atThreshold(holdout.actual, holdout.predicted, threshold)),
  } satisfies ThresholdTable;
};

const columnsOf = (answers: readonly UnseenAnswer[], role: UnseenAnswer["role"]) => {
  const own = answers.filter((answer) => answer.role === role);
  return {
    actual: Float64Array.from(own, ({ actual }) => actual),
    predicted: Float64Array.from(own, ({ predicted }) => predicted),
  };
};

/** The answers as CSV. Lines are those of the file: its header is line 1. */
export const answersCsv = (answers: readonly UnseenAnswer[]): string =>
  [
    "line,role,actual,predicted",
    ...answers.map(({ row, role, actual, predicted }) => `${row + 2},${role},${actual},${predicted}`),
    "",
  ].join("\n");

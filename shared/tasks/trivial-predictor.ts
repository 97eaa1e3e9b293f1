import { rSquared } from "../models/metrics/errors.ts";
import { correlation } from "../models/metrics/ranking.ts";
import type { Examples } from "../models/model.ts";

export interface TrivialPredictor {
  readonly feature: string;
  readonly correlation: number;
  /** R² of the rule "the answer is the feature". */
  readonly copied: number;
}

// Fewer rows agree by chance.
const leastRows = 30;

/** Features that alone are as good as the answer: a sign that it leaked into them. Missing values are passed over. */
export const trivialPredictors = ({ features, rows, x, y }: Examples): readonly TrivialPredictor[] =>
  features.flatMap((feature, column) => {
    const truths: number[] = [];
    const values: number[] = [];
    for (let row = 0; row < rows; row++) {
      const value = x[row * features.length + column] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      truths.push(y[row] ?? Number.NaN);
      values.push(value);
    }
    if (values.length < leastRows) return [];
    const found = { feature, correlation: correlation(truths, values), copied: rSquared(truths, values) };
    return Math.abs(found.correlation) > 0.98 || found.copied > 0.95 ? [found] : [];
  });

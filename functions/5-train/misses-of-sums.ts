import { columnOf } from "../../shared/learning/columns.ts";
import { spreadOfSum } from "../../shared/learning/spread-of-sum.ts";
import { pick, type Table } from "../../shared/learning/table.ts";
import type { Card } from "../../shared/registry/card.ts";
import type { Run } from "./run-fold.ts";
import type { TrainSettings } from "./settings.ts";

/**
 * How far the sum of each as-of date was from what the chances of its rows said, in deviations. Only dates that the fit had
 * not seen: on those that it had, a model errs too little for anybody to rely on its bands.
 */
export const missesOfSums = (
  table: Table,
  runs: readonly Run[],
  { sumsOf }: Pick<TrainSettings, "sumsOf">,
): Card["sums"] => {
  if (sumsOf === undefined) return undefined;
  const misses = runs.flatMap(({ outcome, plan }) => {
    if ("failed" in outcome) return [];
    const test = pick(table, plan.test);
    const { predicted } = outcome.answers;
    const amounts = columnOf(test, sumsOf);
    return [...Map.groupBy(test.asOf.keys(), (row) => test.asOf[row]).values()].map((rows) => {
      const { mean, deviation } = spreadOfSum(
        Float64Array.from(rows, (row) => amounts[row] ?? 0),
        (place) => predicted[rows[place] ?? 0] ?? 0,
      );
      const actual = rows.reduce((sum, row) => sum + (amounts[row] || 0) * (test.y[row] ?? 0), 0);
      return (actual - mean) / deviation;
    });
  });
  return { of: sumsOf, misses: misses.filter(Number.isFinite) };
};

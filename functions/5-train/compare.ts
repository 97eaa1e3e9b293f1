import { pairedBootstrap } from "../../shared/learning/metrics/bootstrap.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Comparison } from "../../shared/registry/card.ts";
import type { Run } from "./run-fold.ts";
import { judgeOf } from "./scoring.ts";
import type { TrainSettings } from "./settings.ts";

const draws = 1000;
const leastGroups = 8;

/**
 * Mean loss of the first family less that of the second on the same folds, with its interval when entities are drawn
 * anew. Undefined where one of them failed, or too little is known to say.
 */
export const compare = (
  [family, against]: readonly [string, string],
  runs: readonly Run[],
  table: Table,
  { target, seed }: Pick<TrainSettings, "target" | "seed">,
): Comparison | undefined => {
  const judge = judgeOf(target.kind);
  const [first, second] = [family, against].map((name) => answersOf(name, runs));
  if (!first || !second) return undefined;
  const groups = drawnTogether(table, first.rows);
  if (!groups) return undefined;
  const truths = Float64Array.from(first.rows, (row) => table.y[row] ?? Number.NaN);
  const [mine, theirs] = [first, second].map(({ predicted }) => judge.loss(truths, predicted));
  if (!mine || !theirs) return undefined;
  const { difference, low, high, better } = pairedBootstrap(mine, theirs, { seed, draws, groups });
  return { family, against, measure: judge.lossName, difference, lower: low, upper: high, better, draws };
};

/** Better by more than noise: in so many of the draws. */
export const isBetter = (comparison: Comparison | undefined, share: number): boolean =>
  (comparison?.better ?? 0) >= share;

/** All folds of a family, one after the other. */
const answersOf = (name: string, runs: readonly Run[]) => {
  const own = runs.filter(({ family }) => family === name);
  const predicted = own.flatMap(({ outcome }) =>
    "failed" in outcome ? [] : Array.from(outcome.answers.predicted),
  );
  const rows = own.flatMap(({ plan }) => Array.from(plan.test));
  return rows.length === 0 || predicted.length < rows.length
    ? undefined
    : { rows: Uint32Array.from(rows), predicted: Float64Array.from(predicted) };
};

/** Rows of one entity are not independent. Where there are few entities, rows of one date are the next best. */
const drawnTogether = ({ entities, asOf }: Table, rows: Uint32Array): readonly string[] | undefined =>
  [entities, asOf]
    .map((keys) => Array.from(rows, (row) => keys[row] ?? ""))
    .find((keys) => new Set(keys).size >= leastGroups);

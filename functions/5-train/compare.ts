import { approachTo } from "../../shared/learning/approaches.ts";
import { bootstrapDraws, pairedBootstrap } from "../../shared/learning/metrics/bootstrap.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Comparison } from "../../shared/registry/card.ts";
import type { Run } from "./run-fold.ts";
import type { TrainSettings } from "./settings.ts";

const fewestGroups = 8;

/**
 * The mean loss of the first family minus that of the second on the same folds, with an interval from a paired bootstrap
 * over entities. Undefined if one of them failed, or there are too few groups to draw from.
 */
export const compare = (
  [family, against]: readonly [string, string],
  runs: readonly Run[],
  table: Table,
  { target, seed }: Pick<TrainSettings, "target" | "seed">,
): Comparison | undefined => {
  const { scorer } = approachTo(target.kind);
  const [first, second] = [family, against].map((name) => familyAnswers(name, runs));
  if (!first || !second) return undefined;
  const groups = drawnTogether(table, first.rows);
  if (!groups) return undefined;
  const truths = Float64Array.from(first.rows, (row) => table.y[row] ?? Number.NaN);
  const [own, other] = [first, second].map(({ predicted }) => scorer.loss(truths, predicted));
  if (!own || !other) return undefined;
  const { difference, low, high, better } = pairedBootstrap(own, other, { seed, groups });
  const measure = scorer.lossName;
  return { family, against, measure, difference, lower: low, upper: high, better, draws: bootstrapDraws };
};

/** Better by more than noise: in at least this share of the draws. */
export const isBetter = (comparison: Comparison | undefined, share: number): boolean =>
  (comparison?.better ?? 0) >= share;

/** The answers of a family on all folds, one after the other. */
const familyAnswers = (name: string, runs: readonly Run[]) => {
  const own = runs.filter(({ family }) => family === name);
  const predicted = own.flatMap(({ outcome }) =>
    "failed" in outcome ? [] : Array.from(outcome.answers.predicted),
  );
  const rows = own.flatMap(({ plan }) => Array.from(plan.test));
  return rows.length === 0 || predicted.length < rows.length
    ? undefined
    : { rows: Uint32Array.from(rows), predicted: Float64Array.from(predicted) };
};

/** Rows of one entity are not independent. With few entities, rows of one date are the next best groups. */
const drawnTogether = ({ entities, asOf }: Table, rows: Uint32Array): readonly string[] | undefined =>
  [entities, asOf]
    .map((keys) => Array.from(rows, (row) => keys[row] ?? ""))
    .find((keys) => new Set(keys).size >= fewestGroups);

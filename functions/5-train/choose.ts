import { approachTo } from "../../shared/learning/approaches.ts";
import { MEDIAN } from "../../shared/learning/candidate.ts";
import { bootstrapDraws, pairedBootstrap } from "../../shared/learning/metrics/bootstrap.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Comparison, Entry } from "../../shared/registry/card.ts";
import { bestFamily } from "./leaderboard.ts";
import { partsRule, type Run } from "./run-fold.ts";
import type { TrainSettings } from "./settings.ts";
import type { Choice } from "./training-result.ts";

/** What every candidate answered on the validation folds and on the holdout. */
export interface Exams {
  readonly table: Table;
  readonly validation: readonly Run[];
  readonly holdout: readonly Run[];
}

/** Share of draws that replaces the preferred family. Named before the holdout, a challenger has one chance to be lucky. */
const sureEnough = 0.9;
/** Stricter for the first of many families, which had as many chances to be lucky. */
const sureOfTheFirst = 0.975;

/**
 * The preferred family, unless the family named by the validation folds is better on the holdout by more than noise; the
 * plain rule, if the choice does not beat it on the holdout. The holdout never picks from all families.
 */
export const choose = (entries: readonly Entry[], exams: Exams, settings: TrainSettings): Choice => {
  const choice = chooseFamily(entries, exams, settings);
  const { fallback } = settings;
  const measure = approachTo(settings.target.kind).scorer.lossName;
  const [own, rule] = [choice.family, fallback].map(
    (name) => entries.find(({ family }) => family === name)?.holdout[measure],
  );
  if (choice.family === fallback || typeof rule !== "number" || (own ?? Number.POSITIVE_INFINITY) < rule)
    return choice;
  const because = `${fallback}: on the holdout ${choice.family} does not beat it (${measure} ${own} against ${rule})`;
  return { family: fallback, because, comparisons: choice.comparisons };
};

const chooseFamily = (entries: readonly Entry[], exams: Exams, settings: TrainSettings): Choice => {
  const challenger = nameChallenger(entries, exams, settings);
  const { preferred } = settings;
  if (challenger.family === preferred) return { ...challenger, comparisons: [] };
  const ours = exams.holdout.find(({ family }) => family === preferred);
  if (!ours || "failed" in ours.outcome)
    return {
      family: challenger.family,
      because: `${challenger.because}; ${preferred} could not be trained`,
      comparisons: [],
    };
  const comparison = compare([challenger.family, preferred], exams.holdout, exams.table, settings);
  const better = isBetter(comparison, sureEnough);
  return {
    family: better ? challenger.family : preferred,
    because: better
      ? `${challenger.family}: ${challenger.because}, and better than ${preferred} on the holdout by more than noise`
      : `${preferred} is the default; ${challenger.family} (${challenger.because}) is not better on the holdout by more than noise`,
    comparisons: comparison ? [comparison] : [],
  };
};

/**
 * Which family ranks first is mostly chance and changes from month to month, so the median of all good families is the
 * challenger, unless the first is better than it on the validation folds by more than noise.
 */
const nameChallenger = (
  entries: readonly Entry[],
  { table, validation }: Exams,
  settings: TrainSettings,
): Omit<Choice, "comparisons"> => {
  const mayServe = partsRule(settings.preferred, validation);
  const able = entries.filter(({ family, baseline }) => baseline || mayServe(family));
  const first = bestFamily(able, settings.fallback, approachTo(settings.target.kind).scorer);
  const median = entries.find(({ family, failed }) => family === MEDIAN && failed === undefined);
  if (!median || first.family === MEDIAN || first.family === settings.fallback) return first;
  const toMedian = compare([first.family, MEDIAN], validation, table, settings);
  if (isBetter(toMedian, sureOfTheFirst)) return first;
  return {
    family: MEDIAN,
    because: `no family beats it on the validation folds by more than noise, not even ${first.family}, which ranks first`,
  };
};

const fewestGroups = 8;

/**
 * The mean loss of the first family minus that of the second on the same folds, with an interval from a paired bootstrap
 * over entities. Undefined if one of them failed, or there are too few groups to draw from.
 */
const compare = (
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
const isBetter = (comparison: Comparison | undefined, share: number): boolean =>
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

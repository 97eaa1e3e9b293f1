import { approachTo } from "../../shared/learning/approaches.ts";
import { MEDIAN } from "../../shared/learning/candidate.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Entry } from "../../shared/registry/card.ts";
import { compare, isBetter } from "./compare.ts";
import { partsRule } from "./hurdle-rule.ts";
import { bestFamily } from "./ranks.ts";
import type { Run } from "./run-fold.ts";
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

import { MEDIAN } from "../../shared/learning/families.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Comparison, Entry } from "../../shared/registry/card.ts";
import { championOf } from "./champion.ts";
import { compare, isBetter } from "./compare.ts";
import { canStandFor } from "./hurdle-rule.ts";
import type { Run } from "./run-fold.ts";
import { judgeOf } from "./scoring.ts";
import type { TrainSettings } from "./settings.ts";

export interface Choice {
  readonly family: string;
  readonly because: string;
  readonly comparisons: readonly Comparison[];
}

/** What was answered on the validation folds, and on the holdout. */
export interface Exams {
  readonly table: Table;
  readonly validation: readonly Run[];
  readonly holdout: readonly Run[];
}

/** Named before the holdout was looked at, a challenger has one chance to be lucky. */
const sureEnough = 0.9;
/** The first of many families had as many. */
const sureOfTheFirst = 0.975;

/**
 * The preferred family, unless one that the validation folds name is better than it on the holdout by more than noise;
 * the plain rule where that one does not beat it there. The holdout never picks from the whole field.
 */
export const choose = (entries: readonly Entry[], exams: Exams, settings: TrainSettings): Choice => {
  const choice = chooseFamily(entries, exams, settings);
  const { fallback } = settings;
  const measure = judgeOf(settings.target.kind).lossName;
  const [mine, rule] = [choice.family, fallback].map(
    (name) => entries.find(({ family }) => family === name)?.holdout[measure],
  );
  if (choice.family === fallback || typeof rule !== "number" || (mine ?? Number.POSITIVE_INFINITY) < rule)
    return choice;
  const because = `${fallback}: on the holdout ${choice.family} does not beat it (${measure} ${mine} against ${rule})`;
  return { family: fallback, because, comparisons: choice.comparisons };
};

const chooseFamily = (entries: readonly Entry[], exams: Exams, settings: TrainSettings): Choice => {
  const challenger = challengerOf(entries, exams, settings);
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
 * Which single family ranks first is mostly chance, and the next month shows it: the median of all good ones stands for
 * them, unless that family is better than it on the validation folds by more than noise.
 */
const challengerOf = (
  entries: readonly Entry[],
  { table, validation }: Exams,
  settings: TrainSettings,
): Omit<Choice, "comparisons"> => {
  const canStand = canStandFor(settings.preferred, validation);
  const able = entries.filter(({ family, baseline }) => baseline || canStand(family));
  const first = championOf(able, settings.fallback, judgeOf(settings.target.kind));
  const median = entries.find(({ family, failed }) => family === MEDIAN && failed === undefined);
  if (!median || first.family === MEDIAN || first.family === settings.fallback) return first;
  const toMedian = compare([first.family, MEDIAN], validation, table, settings);
  if (isBetter(toMedian, sureOfTheFirst)) return first;
  return {
    family: MEDIAN,
    because: `on the validation folds no family is better than it by more than noise, not even ${first.family}, which ranks first`,
  };
};

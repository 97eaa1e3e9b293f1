import { approachTo, CONSTANT } from "../../shared/learning/approaches.ts";
import { MEDIAN } from "../../shared/learning/candidate.ts";
import type { Comparison, Entry } from "../../shared/registry/card.ts";
import { compare, isBetter } from "./compare.ts";
import { type Exams, worstAgainstConstant } from "./exams.ts";
import { bestFamily } from "./leaderboard.ts";
import { partsRule, type Run } from "./run-fold.ts";
import type { TrainSettings } from "./settings.ts";
import type { Choice } from "./training-result.ts";

/** Share of draws that replaces the preferred family. Named before the holdout, a challenger has one chance to be lucky. */
const sureEnough = 0.9;
/** Of the draws, if the difference is one standard error. */
const oneStandardError = 0.84;
/** Stricter for the first of many families, which had as many chances to be lucky. */
const sureOfTheFirst = 0.975;

/**
 * The family named by the validation folds, or the preferred one where that costs nothing (see replaces); the plain rule, if
 * the choice does not beat it on the holdout. A family that was worse than the constant on any fold never serves. The
 * holdout never picks from all families.
 */
export const choose = (entries: readonly Entry[], exams: Exams, settings: TrainSettings): Choice => {
  const choice = avoidWorst(chooseFamily(entries, exams, settings), entries, exams, settings);
  const because = [choice.because, costOfDefault(choice.family, entries, settings)]
    .filter(Boolean)
    .join("; ");
  const { fallback } = settings;
  const measure = approachTo(settings.target.kind).scorer.lossName;
  const [own, rule] = [choice.family, fallback].map((name) => lossOf(entries, name, measure));
  const isPlain = choice.family === fallback || choice.family === CONSTANT;
  if (isPlain || typeof rule !== "number" || (own ?? Number.POSITIVE_INFINITY) < rule)
    return { ...choice, because };
  const family = worstAgainstConstant(fallback, exams, measure) > 1 ? CONSTANT : fallback;
  const lost = `${family}: on the holdout ${choice.family} does not beat ${fallback} (${measure} ${own} against ${rule})`;
  return { family, because: lost, comparisons: choice.comparisons };
};

const lossOf = (entries: readonly Entry[], name: string, measure: string) =>
  entries.find(({ family }) => family === name)?.holdout[measure];

/** What the preferred family would have cost on the holdout, in percent of the loss. */
const costOfDefault = (family: string, entries: readonly Entry[], settings: TrainSettings): string => {
  const measure = approachTo(settings.target.kind).scorer.lossName;
  const { preferred } = settings;
  const [own, other] = [family, preferred].map((name) => lossOf(entries, name, measure));
  if (family === preferred || typeof own !== "number" || typeof other !== "number" || own <= 0) return "";
  const percent = 100 * (other / own - 1);
  return `the default, ${preferred}, would have cost ${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(1)} % of ${measure} on the holdout`;
};

/** The next best family, if the chosen one was worse than the constant on a fold: a mean would hide it. */
const avoidWorst = (
  choice: Choice,
  entries: readonly Entry[],
  exams: Exams,
  settings: TrainSettings,
): Choice => {
  const measure = approachTo(settings.target.kind).scorer.lossName;
  const worst = (family: string) => worstAgainstConstant(family, exams, measure);
  if (!(worst(choice.family) > 1)) return choice;
  const mayServe = partsRule(settings.preferred, exams.validation);
  const ranked = entries
    .filter(({ family, baseline, rank }) => !baseline && rank !== null && mayServe(family))
    .toSorted((one, other) => (one.rank ?? 0) - (other.rank ?? 0))
    .map(({ family }) => family);
  const family = [...ranked, settings.fallback, CONSTANT].find((name) => !(worst(name) > 1));
  if (family === undefined) return choice;
  const times = worst(choice.family).toFixed(2);
  return {
    ...choice,
    family,
    because: `${family}: the best that is never worse than the constant; ${choice.family} (${choice.because}) has ${times} times its ${measure} on one fold`,
  };
};

const chooseFamily = (entries: readonly Entry[], exams: Exams, settings: TrainSettings): Choice => {
  const { preferred } = settings;
  const measure = approachTo(settings.target.kind).scorer.lossName;
  const beforeHoldout = { ...exams, holdout: [] };
  const sound = entries.filter(
    ({ family, baseline }) => baseline || !(worstAgainstConstant(family, beforeHoldout, measure) > 1),
  );
  const challenger = nameChallenger(sound, exams, settings);
  if (challenger.family === preferred) return { ...challenger, comparisons: [] };
  const ours = exams.holdout.find(({ family }) => family === preferred);
  const isSound = sound.some(({ family }) => family === preferred);
  if (!ours || "failed" in ours.outcome || !isSound)
    return {
      family: challenger.family,
      because: `${challenger.because}; ${preferred} ${isSound ? "could not be trained" : "was worse than the constant on a fold"}`,
      comparisons: [],
    };
  const against = (runs: readonly Run[]) =>
    compare([challenger.family, preferred], runs, exams.table, settings);
  const [comparison, overall] = [against(exams.holdout), against([...exams.validation, ...exams.holdout])];
  const better = replaces(comparison, overall);
  return {
    family: better ? challenger.family : preferred,
    because: better
      ? `${challenger.family}: ${challenger.because}, and better than ${preferred} ${isBetter(comparison, sureEnough) ? "on the holdout by more than noise" : "on all folds by a standard error and more"}`
      : `${preferred} is the default; ${challenger.family} (${challenger.because}) is not better on the holdout by more than noise`,
    comparisons: comparison ? [comparison] : [],
  };
};

/**
 * The preferred family stays only where that costs nothing. It gives way to a challenger that is better on the holdout by more
 * than noise; or by one standard error on all folds together, and no worse on the holdout.
 */
const replaces = (holdout: Comparison | undefined, overall: Comparison | undefined): boolean =>
  isBetter(holdout, sureEnough) || ((holdout?.difference ?? 1) < 0 && isBetter(overall, oneStandardError));

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

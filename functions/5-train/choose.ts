import { approachTo, CONSTANT } from "../../shared/learning/approaches.ts";
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

/** The largest loss of any fold, in constants' losses; NaN where there is no constant to compare with. */
const worstAgainstConstant = (family: string, { validation, holdout }: Exams, measure: string): number => {
  const all = [...validation, ...holdout];
  const scoreOf = (name: string, plan: Run["plan"]) => {
    const run = all.find((each) => each.family === name && each.plan === plan);
    return run && !("failed" in run.outcome) ? (run.outcome.scores[measure] ?? Number.NaN) : Number.NaN;
  };
  const plans = [...new Set(all.map(({ plan }) => plan))];
  return plans
    .map((plan) => scoreOf(family, plan) / scoreOf(CONSTANT, plan))
    .filter(Number.isFinite)
    .reduce((most, ratio) => Math.max(most, ratio), Number.NEGATIVE_INFINITY);
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
      ? `${challenger.family}: ${challenger.because}, and better than ${preferred} ${isBetter(comparison, sureEnough) ? "on the holdout" : "on all folds"} by more than noise`
      : `${preferred} is the default; ${challenger.family} (${challenger.because}) is not better on the holdout by more than noise`,
    comparisons: comparison ? [comparison] : [],
  };
};

/** Better than the preferred one on the holdout by more than noise; or on all folds together, and no worse on the holdout. */
const replaces = (holdout: Comparison | undefined, overall: Comparison | undefined): boolean =>
  isBetter(holdout, sureEnough) || ((holdout?.difference ?? 1) < 0 && isBetter(overall, sureOfTheFirst));

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

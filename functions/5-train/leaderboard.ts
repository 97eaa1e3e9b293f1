import { approachTo, CONSTANT } from "../../shared/learning/approaches.ts";
import type { Candidate } from "../../shared/learning/candidate.ts";
import type { Model } from "../../shared/learning/model.ts";
import { mean } from "../../shared/learning/numbers.ts";
import { meanScores, type Scorer } from "../../shared/learning/scoring.ts";
import type { TableTarget } from "../../shared/learning/targets.ts";
import type { Entry, Scores } from "../../shared/registry/card.ts";
import type { Run } from "./run-fold.ts";

/** One entry per candidate, in their order, with its rank on the validation folds. */
export const toLeaderboard = (
  candidates: readonly Candidate[],
  kind: TableTarget,
  validation: readonly Run[],
  holdout: readonly Run[],
): readonly Entry[] => {
  const entries = candidates.map((candidate): Entry => {
    const isOwn = ({ family }: Run) => family === candidate.family.name;
    return toEntry(candidate, validation.filter(isOwn), holdout.find(isOwn));
  });
  const ranks = meanRanks(entries, approachTo(kind).scorer);
  return entries.map((entry, index) => ({ ...entry, rank: ranks[index] ?? null }));
};

const toEntry = ({ family, baseline }: Candidate, folds: readonly Run[], last: Run | undefined): Entry => {
  const all = [...folds, ...(last ? [last] : [])];
  const failed = all.map(({ outcome }) => ("failed" in outcome ? outcome.failed : undefined)).find(Boolean);
  const scores = folds.map(({ outcome }) => ("failed" in outcome ? {} : outcome.scores));
  const fitted = last && !("failed" in last.outcome) ? last.outcome : undefined;
  return {
    family: family.name,
    baseline,
    rank: null,
    folds: scores,
    validation: failed === undefined ? meanScores(scores) : {},
    holdout: fitted?.scores ?? {},
    seconds: all.reduce((total, { seconds }) => total + seconds, 0),
    bytes: fitted ? byteSize(fitted.model) : 0,
    ...(failed === undefined ? {} : { failed }),
  };
};

const byteSize = (model: Model): number => {
  const { settings, weights } = model.save();
  return weights.byteLength + Buffer.byteLength(JSON.stringify(settings) ?? "");
};

/** The mean place of each entry over all ranked measures; equals share a place. Failed families have none. */
const meanRanks = (entries: readonly Entry[], { ranked }: Scorer): readonly (number | null)[] => {
  const running = entries.filter(({ failed }) => failed === undefined);
  return entries.map((entry) =>
    entry.failed === undefined
      ? mean(ranked.map((measure) => place(entry.validation, running, measure)))
      : null,
  );
};

const place = (scores: Scores, all: readonly Entry[], measure: (scores: Scores) => number): number => {
  const own = measure(scores);
  const better = all.filter(({ validation }) => measure(validation) < own).length;
  const equal = all.filter(({ validation }) => measure(validation) === own).length;
  return better + (equal + 1) / 2;
};

/** The family with the lowest mean rank, or the plain rule if that family does not beat it. */
export const bestFamily = (entries: readonly Entry[], fallback: string, scorer: Scorer) => {
  const running = entries.filter(({ baseline, rank }) => !baseline && rank !== null);
  const [first] = running.toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  if (!first)
    return { family: fallback, because: "no family could be trained that beats the constant on every fold" };
  if (!beatsRule(first, entries, fallback, scorer))
    return {
      family: fallback,
      because: `${first.family} ranks first on the validation folds but does not beat ${fallback} on ${scorer.against.join(" and ")}`,
    };
  return {
    family: first.family,
    because: `lowest mean rank (${first.rank?.toFixed(2)}) on the validation folds`,
  };
};

/** Compares the mean of the scorer's measures, each as a share of the plain rule's. */
export const beatsRule = (
  { validation }: Entry,
  entries: readonly Entry[],
  fallback: string,
  { against }: Scorer,
): boolean => {
  const rule = entries.find(({ family }) => family === fallback)?.validation;
  if (!rule) return true;
  return mean(against.map((name) => (validation[name] ?? Number.NaN) / (rule[name] ?? Number.NaN))) < 1;
};

/** The plain rule with the lowest loss on the validation folds. */
export const strongestRule = (entries: readonly Entry[], { lossName }: Scorer): string => {
  const loss = ({ validation }: Entry) => validation[lossName] ?? Number.POSITIVE_INFINITY;
  const [first] = entries
    .filter(({ baseline, failed }) => baseline && failed === undefined)
    .toSorted((one, other) => loss(one) - loss(other));
  return first?.family ?? CONSTANT;
};

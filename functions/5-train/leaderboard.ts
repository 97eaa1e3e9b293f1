import { approachTo } from "../../shared/learning/approaches.ts";
import type { Candidate } from "../../shared/learning/candidate.ts";
import type { Model } from "../../shared/learning/model.ts";
import { meanScores } from "../../shared/learning/scoring.ts";
import type { TableTarget } from "../../shared/learning/targets.ts";
import type { Entry } from "../../shared/registry/card.ts";
import { meanRanks } from "./ranks.ts";
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

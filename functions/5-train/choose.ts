import type { Comparison, Entry } from "../../shared/models/card.ts";
import { pairedBootstrap } from "../../shared/models/metrics/bootstrap.ts";
import type { Table } from "../../shared/models/table.ts";
import { championOf } from "./champion.ts";
import { judgeOf } from "./judge.ts";
import type { Run } from "./run-fold.ts";
import type { TrainSettings } from "./settings.ts";

export interface Choice {
  readonly family: string;
  readonly because: string;
  readonly comparisons: readonly Comparison[];
}

const draws = 1000;

/**
 * The preferred family, unless the champion of the validation folds is better than it on the holdout by more than noise;
 * the plain rule where that one does not beat it there. The holdout never picks from the whole field.
 */
export const choose = (
  entries: readonly Entry[],
  holdout: readonly Run[],
  test: Table,
  settings: TrainSettings,
): Choice => {
  const choice = chooseFamily(entries, holdout, test, settings);
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

const chooseFamily = (
  entries: readonly Entry[],
  holdout: readonly Run[],
  test: Table,
  settings: TrainSettings,
): Choice => {
  const champion = championOf(entries, settings.fallback, judgeOf(settings.target.kind));
  const preferred = settings.preferred;
  const byFamily = new Map(holdout.map((run) => [run.family, run]));
  if (champion.family === preferred) return { ...champion, comparisons: [] };
  const [theirs, ours] = [byFamily.get(champion.family), byFamily.get(preferred)];
  if (!ours || "failed" in ours.outcome)
    return {
      family: champion.family,
      because: `${champion.because}; ${preferred} could not be trained`,
      comparisons: [],
    };
  const comparison = compare(theirs, ours, test, settings);
  const isBetter = comparison !== undefined && comparison.upper < 0;
  return {
    family: isBetter ? champion.family : preferred,
    because: isBetter
      ? `${champion.family}: ${champion.because}, and better than ${preferred} on the holdout by more than noise`
      : `${preferred} is the default; ${champion.family} (${champion.because}) is not better on the holdout by more than noise`,
    comparisons: comparison ? [comparison] : [],
  };
};

const leastGroups = 8;

/** Rows of one entity are not independent. Where there are few entities, rows of one date are the next best. */
const drawnTogether = ({ entities, asOf }: Table): readonly string[] | undefined =>
  [entities, asOf].find((keys) => new Set(keys).size >= leastGroups);

/** Mean loss of the first less that of the second, with its interval when entities are drawn anew. */
export const compare = (
  first: Run | undefined,
  second: Run | undefined,
  test: Table,
  { target, seed }: TrainSettings,
): Comparison | undefined => {
  if (!first || !second || "failed" in first.outcome || "failed" in second.outcome) return undefined;
  const judge = judgeOf(target.kind);
  const loss = ({ answers }: { answers: { predicted: Float64Array } }) =>
    judge.loss(test.y, answers.predicted);
  const groups = drawnTogether(test);
  if (!groups) return undefined;
  const { difference, low, high } = pairedBootstrap(loss(first.outcome), loss(second.outcome), {
    seed,
    draws,
    groups,
  });
  return {
    family: first.family,
    against: second.family,
    measure: judge.lossName,
    difference,
    lower: low,
    upper: high,
    draws,
  };
};

import { approachTo } from "../../shared/learning/approaches.ts";
import {
  type Candidate,
  MEDIAN,
  MIX,
  medianCandidate,
  mixCandidate,
} from "../../shared/learning/candidate.ts";
import { blendModel, weightedSum } from "../../shared/learning/combined/blend.ts";
import { medianModel, middle } from "../../shared/learning/combined/median.ts";
import { mixShares } from "../../shared/learning/combined/mix-shares.ts";
import { combineParts } from "../../shared/learning/combined/nested.ts";
import type { Model } from "../../shared/learning/model.ts";
import { concatenate, sum } from "../../shared/learning/numbers.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Entry } from "../../shared/registry/card.ts";
import { beatsRule, toLeaderboard } from "./leaderboard.ts";
import { partsRule, type Run } from "./run-fold.ts";
import type { TrainSettings } from "./settings.ts";

/** The median of two is their mean. */
const fewest = 3;

/**
 * A loss this close to the best family's on the validation folds makes a member. Families beyond it were far too low or too
 * high for all rows (chosen on origins before August 2011, where it lowers the deviance by 0.3 %).
 */
const closeEnough = 1.04;

/**
 * Every family that beats the plain rule on the validation folds and is close to the best; undefined if there are fewer than
 * three. Which of them is best there is mostly chance: picking a few, or weighting them, loses on the next month.
 */
export const medianMembers = (
  entries: readonly Entry[],
  runs: readonly Run[],
  { target, preferred, fallback }: TrainSettings,
): readonly string[] | undefined => {
  const { scorer } = approachTo(target.kind);
  const mayServe = partsRule(preferred, runs);
  const good = entries
    .filter(({ family, baseline, rank }) => !baseline && rank !== null && mayServe(family))
    .filter((entry) => beatsRule(entry, entries, fallback, scorer));
  const loss = ({ validation }: Entry) => validation[scorer.lossName] ?? Number.POSITIVE_INFINITY;
  const best = Math.min(...good.map(loss));
  const close = good.filter((entry) => loss(entry) <= closeEnough * best);
  const members = close.length < fewest ? good : close;
  return members.length < fewest ? undefined : members.map(({ family }) => family);
};

/** A candidate made of others. */
export interface Combination {
  readonly candidate: Candidate;
  readonly members: readonly string[];
  readonly inWords: string;
  combine(predictions: readonly Float64Array[]): Float64Array;
  model(members: readonly Model[]): Model;
}

/** What the settings combine, from the runs on the validation folds; undefined if too few families are good. */
export const combination = (
  table: Table,
  runs: readonly Run[],
  settings: TrainSettings,
): Combination | undefined =>
  settings.combines === "weighted" ? mixture(table, runs, settings) : medianOfGood(runs, settings);

const medianOfGood = (runs: readonly Run[], settings: TrainSettings): Combination | undefined => {
  const { candidates, combines, target } = settings;
  const entries = combines ? toLeaderboard(candidates, target.kind, runs, []) : [];
  const members = medianMembers(entries, runs, settings);
  return (
    members && {
      candidate: medianCandidate(candidates, members),
      members,
      inWords: `${MEDIAN}: of ${members.join(", ")}`,
      combine: middle,
      model: (models) => medianModel(MEDIAN, models),
    }
  );
};

/** Weights that lower the loss on the validation folds, where no family was fitted on the rows that it is weighed by. */
const mixture = (
  table: Table,
  runs: readonly Run[],
  { candidates, target }: TrainSettings,
): Combination | undefined => {
  const learners = candidates.filter(({ baseline }) => !baseline).map(({ family }) => family.name);
  const answers = learners.flatMap((name) => {
    const own = runs.filter(({ family }) => family === name);
    const predicted = own.flatMap(({ outcome }) => ("failed" in outcome ? [] : [outcome.answers.predicted]));
    return predicted.length < own.length
      ? []
      : [{ name, rows: own.flatMap(({ plan }) => [plan.test]), predicted: joined(predicted) }];
  });
  const [first] = answers;
  if (!first || answers.length < 2) return undefined;
  const y = joined(first.rows.map((rows) => Float64Array.from(rows, (row) => table.y[row] ?? Number.NaN)));
  const { loss } = approachTo(target.kind).scorer;
  const all = mixShares(
    y,
    answers.map(({ predicted }) => predicted),
    loss,
  );
  const shares = new Map(
    answers.flatMap(({ name }, place) => ((all[place] ?? 0) > 0 ? [[name, all[place] ?? 0] as const] : [])),
  );
  const weights = [...shares.values()];
  return {
    candidate: mixCandidate(candidates, shares),
    members: [...shares.keys()],
    inWords: `${MIX}: ${[...shares].map(([name, share]) => `${name} ${(100 * share).toFixed(0)} %`).join(", ")}`,
    combine: (predictions) => weightedSum(predictions, weights),
    model: (models) =>
      blendModel(
        MIX,
        models.map((model, place) => ({ model, share: weights[place] ?? 0 })),
      ),
  };
};

const joined = (parts: readonly Float64Array[]): Float64Array => concatenate(Float64Array, parts);

/** The combination's run on each fold, computed from the answers that its members gave there. */
export const combinedRuns = (
  table: Table,
  runs: readonly Run[],
  { candidate, members, combine, model: combined }: Combination,
  { target }: Pick<TrainSettings, "target">,
): readonly Run[] =>
  [...Map.groupBy(runs, ({ plan }) => plan)].map(([plan, all]): Run => {
    const own = members.flatMap((name) => all.filter(({ family }) => family === name));
    const run = { family: candidate.family.name, plan, seconds: sum(own.map(({ seconds }) => seconds)) };
    const fitted = own.flatMap(({ outcome }) => ("failed" in outcome ? [] : [outcome]));
    if (fitted.length < members.length) return { ...run, outcome: { failed: "one of its members failed" } };
    const parts = fitted.flatMap(({ answers }) => (answers.parts ? [answers.parts] : []));
    const answers = {
      predicted: combine(fitted.map(({ answers: { predicted } }) => predicted)),
      ...(parts.length === fitted.length && { parts: combineParts(parts, combine) }),
    };
    const y = Float64Array.from(plan.test, (row) => table.y[row] ?? Number.NaN);
    const scores = approachTo(target.kind).scorer.score(y, answers);
    const model = combined(fitted.map((member) => member.model));
    return { ...run, outcome: { model, answers, scores } };
  });

import { approachTo } from "../../shared/learning/approaches.ts";
import { MEDIAN } from "../../shared/learning/candidate.ts";
import { medianModel, medianParts, middle } from "../../shared/learning/combined/median.ts";
import { sum } from "../../shared/learning/numbers.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Entry } from "../../shared/registry/card.ts";
import { beatsRule } from "./leaderboard.ts";
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

/** The median's run on each fold, computed from the answers that its members gave there. */
export const combinedRuns = (
  table: Table,
  runs: readonly Run[],
  members: readonly string[],
  { target }: Pick<TrainSettings, "target">,
): readonly Run[] =>
  [...Map.groupBy(runs, ({ plan }) => plan)].map(([plan, all]): Run => {
    const own = all.filter(({ family }) => members.includes(family));
    const run = { family: MEDIAN, plan, seconds: sum(own.map(({ seconds }) => seconds)) };
    const fitted = own.flatMap(({ outcome }) => ("failed" in outcome ? [] : [outcome]));
    if (fitted.length < members.length) return { ...run, outcome: { failed: "one of its members failed" } };
    const parts = fitted.flatMap(({ answers }) => (answers.parts ? [answers.parts] : []));
    const answers = {
      predicted: middle(fitted.map(({ answers: { predicted } }) => predicted)),
      ...(parts.length === fitted.length && { parts: medianParts(parts) }),
    };
    const y = Float64Array.from(plan.test, (row) => table.y[row] ?? Number.NaN);
    const scores = approachTo(target.kind).scorer.score(y, answers);
    const model = medianModel(
      MEDIAN,
      fitted.map((member) => member.model),
    );
    return { ...run, outcome: { model, answers, scores } };
  });

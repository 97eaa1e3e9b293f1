import { middle, middleOf, middleParts } from "../../shared/learning/combined/median.ts";
import { MEDIAN } from "../../shared/learning/families.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Entry } from "../../shared/registry/card.ts";
import { beatsRule } from "./champion.ts";
import { canStandFor } from "./hurdle-rule.ts";
import type { Run } from "./run-fold.ts";
import { judgeOf } from "./scoring.ts";
import type { TrainSettings } from "./settings.ts";

const least = 3;

/**
 * Every family that beats the plain rule on the validation folds: which of them is best there is mostly chance, so that
 * picking few of them, or weighing them, loses on the next month. Undefined where fewer than three are any good: of two
 * there is no middle.
 */
export const membersOf = (
  entries: readonly Entry[],
  runs: readonly Run[],
  { target, preferred, fallback }: TrainSettings,
): readonly string[] | undefined => {
  const judge = judgeOf(target.kind);
  const canStand = canStandFor(preferred, runs);
  const names = entries
    .filter(({ family, baseline, rank }) => !baseline && rank !== null && canStand(family))
    .filter((entry) => beatsRule(entry, entries, fallback, judge))
    .map(({ family }) => family);
  return names.length < least ? undefined : names;
};

/** The median on each fold, of what its members were fitted to and have answered there. */
export const combinedRuns = (
  table: Table,
  runs: readonly Run[],
  members: readonly string[],
  { target }: Pick<TrainSettings, "target">,
): readonly Run[] =>
  [...Map.groupBy(runs, ({ plan }) => plan)].map(([plan, all]): Run => {
    const own = all.filter(({ family }) => members.includes(family));
    const run = { family: MEDIAN, plan, seconds: own.reduce((sum, { seconds }) => sum + seconds, 0) };
    const fitted = own.flatMap(({ outcome }) => ("failed" in outcome ? [] : [outcome]));
    if (fitted.length < members.length) return { ...run, outcome: { failed: "one of its members failed" } };
    const parts = fitted.flatMap(({ answers }) => (answers.parts ? [answers.parts] : []));
    const answers = {
      predicted: middle(fitted.map(({ answers: { predicted } }) => predicted)),
      ...(parts.length === fitted.length && { parts: middleParts(parts) }),
    };
    const y = Float64Array.from(plan.test, (row) => table.y[row] ?? Number.NaN);
    const scores = judgeOf(target.kind).score(y, answers);
    const model = middleOf(
      MEDIAN,
      fitted.map((member) => member.model),
    );
    return { ...run, outcome: { model, answers, scores } };
  });

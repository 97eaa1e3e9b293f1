import type { Entry } from "../../shared/models/card.ts";
import { blended, type Shares, together } from "../../shared/models/combined/blend.ts";
import { MIXTURE } from "../../shared/models/families.ts";
import type { Table } from "../../shared/models/table.ts";
import { beatsRule } from "./champion.ts";
import { judgeOf } from "./judge.ts";
import type { Run } from "./run-fold.ts";
import type { TrainSettings } from "./settings.ts";

/** More than a few add what is worse, and each has to be fitted and asked. */
const most = 4;

/**
 * The families that rank best on the validation folds, in equal shares: fitted shares follow the few largest rows of the
 * folds, and lose on the next ones. Undefined where fewer than two are any good.
 */
export const sharesOf = (
  entries: readonly Entry[],
  runs: readonly Run[],
  { target, preferred, fallback }: TrainSettings,
): Shares | undefined => {
  const judge = judgeOf(target.kind);
  const partsOf = (name: string) =>
    runs.every(({ family, outcome }) => family !== name || ("answers" in outcome && outcome.answers.parts));
  // Where the preferred family tells the chance from the amount, the mixture must be able to as well.
  const needsParts = partsOf(preferred);
  const names = entries
    .filter(({ family, baseline, rank }) => !baseline && rank !== null && (!needsParts || partsOf(family)))
    .filter((entry) => beatsRule(entry, entries, fallback, judge))
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .slice(0, most)
    .map(({ family }) => family);
  return names.length < 2 ? undefined : new Map(names.map((name) => [name, 1 / names.length]));
};

/** The mixture on each fold, of what its members were fitted to and have answered there. */
export const mixedRuns = (
  table: Table,
  runs: readonly Run[],
  shares: Shares,
  { target }: Pick<TrainSettings, "target">,
): readonly Run[] =>
  [...Map.groupBy(runs, ({ plan }) => plan)].map(([plan, all]): Run => {
    const own = all.filter(({ family }) => shares.has(family));
    const run = { family: MIXTURE, plan, seconds: own.reduce((sum, { seconds }) => sum + seconds, 0) };
    const members = own.flatMap(({ family, outcome }) =>
      "failed" in outcome ? [] : [{ ...outcome, share: shares.get(family) ?? 0 }],
    );
    if (members.length < shares.size) return { ...run, outcome: { failed: "one of its members failed" } };
    const y = Float64Array.from(plan.test, (row) => table.y[row] ?? Number.NaN);
    const answers = together(members.map(({ answers: given, share }) => ({ ...given, share })));
    const scores = judgeOf(target.kind).score(y, answers);
    return { ...run, outcome: { model: blended(MIXTURE, members), answers, scores } };
  });

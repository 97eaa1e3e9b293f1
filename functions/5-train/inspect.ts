import { type Calibration, calibrate, intervalOf } from "../../shared/learning/metrics/conformal.ts";
import { rSquared } from "../../shared/learning/metrics/errors.ts";
import { type Importance, permutationImportance } from "../../shared/learning/metrics/importance.ts";
import { coverage } from "../../shared/learning/metrics/intervals.ts";
import { normalisedGini } from "../../shared/learning/metrics/ranking.ts";
import { mean } from "../../shared/learning/numbers.ts";
import { examplesOf, pick, type Table } from "../../shared/learning/table.ts";
import type { Intervals } from "../../shared/registry/card.ts";
import { dealtWithinMonth } from "./guards.ts";
import type { Fitted, Run } from "./run-fold.ts";
import { judgeOf } from "./scoring.ts";
import type { TrainSettings } from "./settings.ts";

const fittedOf = ({ outcome }: Run): Fitted | undefined => ("failed" in outcome ? undefined : outcome);

export const intervalsOf = (
  table: Table,
  runs: readonly Run[],
  { target }: TrainSettings,
): Intervals | null => {
  if (target.kind === "chance") return null;
  const residual = target.kind === "amount" ? "ratio" : "difference";
  const pairs = runs.flatMap((run) => {
    const fitted = fittedOf(run);
    return fitted ? [{ y: pick(table, run.plan.test).y, predicted: fitted.answers.predicted, run }] : [];
  });
  const all = joined(pairs);
  const earlier = joined(pairs.filter(({ run }) => run.plan.role === "validation"));
  const last = joined(pairs.filter(({ run }) => run.plan.role === "holdout"));
  if (earlier.y.length === 0 || last.y.length === 0) return null;
  return {
    calibration: calibrate(all.y, all.predicted, residual),
    coverage: coverageOf(calibrate(earlier.y, earlier.predicted, residual), last),
    rows: all.y.length,
  };
};

interface Pairs {
  readonly y: Float64Array;
  readonly predicted: Float64Array;
}

const joined = (pairs: readonly Pairs[]): Pairs => ({
  y: Float64Array.from(pairs.flatMap(({ y }) => Array.from(y))),
  predicted: Float64Array.from(pairs.flatMap(({ predicted }) => Array.from(predicted))),
});

export const coverageOf = (calibration: Calibration, { y, predicted }: Pairs): Intervals["coverage"] => {
  const all = Array.from(predicted, (value) => intervalOf(calibration, value));
  const bound = (name: keyof ReturnType<typeof intervalOf>) =>
    Float64Array.from(all, (interval) => interval[name]);
  return {
    "80": coverage(y, bound("high80"), bound("low80")),
    "95": coverage(y, bound("high95"), bound("low95")),
    upper90: coverage(y, bound("upper90")),
  };
};

const rowsLookedAt = 2000;

/** On the newest validation fold: the holdout says nothing about which features to keep. */
export const importancesOf = (
  table: Table,
  run: Run | undefined,
  { target, seed, halfLifeDays }: TrainSettings,
): readonly Importance[] => {
  const fitted = run && fittedOf(run);
  if (!fitted) return [];
  const step = Math.max(1, Math.ceil(run.plan.test.length / rowsLookedAt));
  const rows = run.plan.test.filter((_, index) => index % step === 0);
  const judge = judgeOf(target.kind);
  return permutationImportance(fitted.model, examplesOf(table, rows, halfLifeDays), {
    seed,
    repeats: 2,
    loss: (y, predicted) => mean(judge.loss(y, predicted)),
  });
};

const suspicious = 0.5;

/** A model must know nothing of truths that were dealt to other rows of the month. If it does, the score is no skill. */
export const skillOnDealtTruths = (
  test: Table,
  run: Run | undefined,
  { target, seed }: TrainSettings,
): readonly string[] => {
  const fitted = run && fittedOf(run);
  if (!fitted || test.rows < 100) return [];
  const { predicted } = fitted.answers;
  const dealt = dealtWithinMonth(test, seed);
  const skill = target.kind === "number" ? rSquared : normalisedGini;
  const [real, shifted] = [skill(test.y, predicted), skill(dealt, predicted)];
  return shifted > 0.1 && shifted > suspicious * real
    ? [
        `against truths dealt to other rows of the same month it still scores ${shifted.toFixed(2)} (${real.toFixed(2)} against the real ones): what it knows is the month, not the row`,
      ]
    : [];
};

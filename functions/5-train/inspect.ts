import { approachTo } from "../../shared/learning/approaches.ts";
import {
  type Calibration,
  calibrate,
  coverage,
  predictionInterval,
} from "../../shared/learning/metrics/conformal.ts";
import { permutationImportance } from "../../shared/learning/metrics/importance.ts";
import { mean } from "../../shared/learning/numbers.ts";
import { pick, type Table, weightedExamples } from "../../shared/learning/table.ts";
import type { CalibratedIntervals } from "../../shared/registry/card.ts";
import { shuffledWithinMonth } from "./guards.ts";
import type { Fitted, Run } from "./run-fold.ts";
import type { TrainSettings } from "./settings.ts";

const fittedIn = ({ outcome }: Run): Fitted | undefined => ("failed" in outcome ? undefined : outcome);

/** Conformal intervals from the misses of all folds. Coverage: those of the earlier folds, checked on the holdout. */
export const intervalsFor = (
  table: Table,
  runs: readonly Run[],
  { target }: TrainSettings,
): CalibratedIntervals | null => {
  const { residual } = approachTo(target.kind);
  if (residual === null) return null;
  const pairs = runs.flatMap((run) => {
    const fitted = fittedIn(run);
    return fitted ? [{ y: pick(table, run.plan.test).y, predicted: fitted.answers.predicted, run }] : [];
  });
  const all = join(pairs);
  const earlier = join(pairs.filter(({ run }) => run.plan.role === "validation"));
  const last = join(pairs.filter(({ run }) => run.plan.role === "holdout"));
  if (earlier.y.length === 0 || last.y.length === 0) return null;
  return {
    calibration: calibrate(all.y, all.predicted, residual),
    coverage: measureCoverage(calibrate(earlier.y, earlier.predicted, residual), last),
    rows: all.y.length,
  };
};

interface Pairs {
  readonly y: Float64Array;
  readonly predicted: Float64Array;
}

const join = (pairs: readonly Pairs[]): Pairs => ({
  y: Float64Array.from(pairs.flatMap(({ y }) => Array.from(y))),
  predicted: Float64Array.from(pairs.flatMap(({ predicted }) => Array.from(predicted))),
});

export const measureCoverage = (
  calibration: Calibration,
  { y, predicted }: Pairs,
): CalibratedIntervals["coverage"] => {
  const all = Array.from(predicted, (value) => predictionInterval(calibration, value));
  const bound = (name: keyof ReturnType<typeof predictionInterval>) =>
    Float64Array.from(all, (interval) => interval[name]);
  return {
    "80": coverage(y, bound("high80"), bound("low80")),
    "95": coverage(y, bound("high95"), bound("low95")),
    upper90: coverage(y, bound("upper90")),
  };
};

const rowsLookedAt = 2000;

/** By permutation, on the newest validation fold: the holdout must not decide which features to keep. */
export const featureImportances = (
  table: Table,
  run: Run | undefined,
  { target, seed, halfLifeDays }: TrainSettings,
) => {
  const fitted = run && fittedIn(run);
  if (!fitted) return [];
  const step = Math.max(1, Math.ceil(run.plan.test.length / rowsLookedAt));
  const rows = run.plan.test.filter((_, index) => index % step === 0);
  const { scorer } = approachTo(target.kind);
  return permutationImportance(
    fitted.model,
    weightedExamples(table, rows, halfLifeDays),
    seed,
    (y, predicted) => mean(scorer.loss(y, predicted)),
  );
};

const suspicious = 0.5;

/** Against truths that were shuffled within their month a model must have no skill. If it has, it knows only the month. */
export const skillOnShuffledTruths = (
  test: Table,
  run: Run | undefined,
  { target, seed }: TrainSettings,
): readonly string[] => {
  const fitted = run && fittedIn(run);
  if (!fitted || test.rows < 100) return [];
  const { predicted } = fitted.answers;
  const shuffled = shuffledWithinMonth(test, seed);
  const { skill } = approachTo(target.kind);
  const [real, chance] = [skill(test.y, predicted), skill(shuffled, predicted)];
  return chance > 0.1 && chance > suspicious * real
    ? [
        `with truths shuffled within the month it still scores ${chance.toFixed(2)} (${real.toFixed(2)} with the real ones): what it knows is the month, not the row`,
      ]
    : [];
};

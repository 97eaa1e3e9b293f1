import { setImmediate } from "node:timers/promises";
import { approachTo } from "../../shared/learning/approaches.ts";
import type { Candidate } from "../../shared/learning/candidate.ts";
import type { Model } from "../../shared/learning/model.ts";
import { pick, type Table } from "../../shared/learning/table.ts";
import type { Entry } from "../../shared/registry/card.ts";
import { repairCalibration } from "./calibrate.ts";
import { choose } from "./choose.ts";
import { combination, combinedRuns } from "./combine.ts";
import { describeFit, foldInWords, foldRanges } from "./describe-rows.ts";
import type { Exams } from "./exams.ts";
import { assertVaried, tableWarnings } from "./guards.ts";
import { featureImportances, intervalsFor, skillOnShuffledTruths } from "./inspect.ts";
import { strongestRule, toLeaderboard } from "./leaderboard.ts";
import { missesOfSums } from "./misses-of-sums.ts";
import { type FoldPlans, planFolds, splitTuning } from "./plan-folds.ts";
import { planShuffled, splitShuffled } from "./plan-shuffled.ts";
import { fitOn, type Run, runFold } from "./run-fold.ts";
import type { TrainSettings, Watch } from "./settings.ts";
import { holdoutScore, type TrainingResult } from "./training-result.ts";

export interface TableResult extends TrainingResult {
  /** Fitted on every row whose outcome is known, after the holdout was scored. */
  readonly model: Model;
  readonly validation: readonly Run[];
  readonly holdout: readonly Run[];
  readonly test: Table;
}

/** Scores every family on the same rolling origins, then once on the holdout; fits the chosen one again on all rows. */
export const trainTable = async (
  table: Table,
  given: TrainSettings,
  watching: Watch = {},
): Promise<TableResult> => {
  const started = performance.now();
  const watch = notingOnce(watching);
  assertVaried(table);
  const warnings = tableWarnings(table, given);
  const plan = given.shuffled ? planShuffled(table, given.shuffled) : planFolds(table, given.folds);
  const folds = [...plan.validation, plan.holdout].map((fold) => foldRanges(table, fold));
  for (const fold of folds) watch.onNote?.(foldInWords(fold));
  const { candidates, validation, holdout } = await runCandidates(table, plan, given, watch);
  const { lossName: measure } = approachTo(given.target.kind).scorer;
  const leaderboard = [...toLeaderboard(candidates, given.target.kind, validation, holdout)];
  const settings = withRule(given, leaderboard);
  const choice = choose(leaderboard, { table, validation, holdout }, settings);
  const rows = Uint32Array.from(Array.from(table.y.keys()).filter((row) => Number.isFinite(table.y[row])));
  const chosen = candidateNamed(candidates, choice.family);
  const fitted = await fitOn(table, splitFor(table, rows, settings), chosen, settings, watch);
  const { model, note } = finish(fitted, { table, validation, holdout }, choice.family, settings);
  if (note !== undefined) watch.onNote?.(note);
  const own = [...validation, ...holdout].filter(({ family }) => family === choice.family);
  const test = pick(table, plan.holdout.test);
  return {
    choice: note === undefined ? choice : { ...choice, because: `${choice.because}; ${note}` },
    model,
    folds,
    leaderboard,
    measure,
    baseline: holdoutScore({ leaderboard, measure }, settings.fallback),
    validation,
    holdout,
    test,
    saved: model.save(),
    fittedOn: describeFit(table, rows, model),
    importances: [...featureImportances(table, own.at(-2) ?? own.at(-1), settings)],
    intervals: intervalsFor(table, own, settings),
    sums: missesOfSums(table, own, settings),
    warnings: [...warnings, ...skillOnShuffledTruths(test, own.at(-1), settings)],
    seconds: (performance.now() - started) / 1000,
  };
};

const splitFor = (table: Table, rows: Uint32Array, { shuffled, folds }: TrainSettings) =>
  shuffled ? splitShuffled(table, rows, shuffled) : splitTuning(table, rows, folds);

/** Names the plain rule that the choice must beat. */
const withRule = (settings: TrainSettings, leaderboard: readonly Entry[]): TrainSettings =>
  settings.anyRule
    ? { ...settings, fallback: strongestRule(leaderboard, approachTo(settings.target.kind).scorer) }
    : settings;

/** Chances must mean what they say. */
const finish = (
  model: Model,
  { table, ...runs }: Exams,
  family: string,
  { target }: Pick<TrainSettings, "target">,
): { readonly model: Model; readonly note?: string } =>
  target.kind === "chance" ? repairCalibration(table, runs, family, model) : { model };

/** Families report the same backend with every fit. */
const notingOnce = (watch: Watch): Watch => {
  const noted = new Set<string>();
  return {
    ...watch,
    onNote: (text) => {
      if (!noted.has(text)) watch.onNote?.(text);
      noted.add(text);
    },
  };
};

/** All runs, with those of the combination if enough families are good on the validation folds. */
const runCandidates = async (table: Table, plan: FoldPlans, settings: TrainSettings, watch: Watch) => {
  const { mostRows, mostRowsToCompare = mostRows } = settings;
  const compared = { ...settings, mostRows: Math.min(mostRows, mostRowsToCompare) };
  const alone = await runFolds(table, plan, plan.validation, compared, watch);
  const combined = settings.combines ? combination(table, alone, settings) : undefined;
  if (combined) watch.onNote?.(combined.inWords);
  const withCombined = (runs: readonly Run[]) =>
    combined ? [...runs, ...combinedRuns(table, runs, combined, settings)] : runs;
  return {
    candidates: combined ? [...settings.candidates, combined.candidate] : settings.candidates,
    validation: withCombined(alone),
    holdout: withCombined(await runFolds(table, plan, [plan.holdout], settings, watch)),
  };
};

const runFolds = async (
  table: Table,
  { validation }: FoldPlans,
  plans: FoldPlans["validation"],
  settings: TrainSettings,
  watch: Watch,
): Promise<readonly Run[]> => {
  const runs: Run[] = [];
  const total = (validation.length + 1) * settings.candidates.length;
  for (const [index, plan] of plans.entries()) {
    const exam = { plan, test: pick(table, plan.test) };
    const isHoldout = plan.role === "holdout";
    for (const [place, candidate] of settings.candidates.entries()) {
      // A fit blocks the event loop: between fits other work in this process gets a turn.
      await setImmediate();
      watch.signal?.throwIfAborted();
      const run = await runFold(table, exam, candidate, settings, watch);
      runs.push(run);
      await watch.onStep?.({
        task: settings.task,
        on: isHoldout ? "holdout" : `fold ${index + 1} of ${validation.length}`,
        family: run.family,
        done: (isHoldout ? validation.length : index) * settings.candidates.length + place + 1,
        total,
        seconds: run.seconds,
      });
    }
  }
  return runs;
};

const candidateNamed = (candidates: readonly Candidate[], name: string): Candidate => {
  const found = candidates.find(({ family }) => family.name === name);
  if (!found) throw new Error(`family ${name} is not a candidate`);
  return found;
};

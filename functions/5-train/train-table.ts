import { setImmediate } from "node:timers/promises";
import { type Candidate, MEDIAN, medianOf } from "../../shared/learning/families.ts";
import type { Importance } from "../../shared/learning/metrics/importance.ts";
import type { Model } from "../../shared/learning/model.ts";
import { pick, type Table } from "../../shared/learning/table.ts";
import type { Entry, Fold, Intervals } from "../../shared/registry/card.ts";
import { meanRanks } from "./champion.ts";
import { type Choice, choose } from "./choose.ts";
import { combinedRuns, membersOf } from "./combine.ts";
import { assertNotTrivial, silentFeatures, TrivialPredictor } from "./guards.ts";
import { importancesOf, intervalsOf, skillOnDealtTruths } from "./inspect.ts";
import { type Plan, planFolds, splitTuning, TooFewRows } from "./plan-folds.ts";
import { foldOf } from "./row-ranges.ts";
import { fitOn, type Run, runFold } from "./run-fold.ts";
import { judgeOf, meanScores, type TargetKind } from "./scoring.ts";
import type { TrainSettings, Watch } from "./settings.ts";

/** All that a training found out, and the model that came of it. */
export interface Trained {
  readonly choice: Choice;
  /** The families that the median is of, where there is one. */
  readonly members: readonly string[] | undefined;
  /** Fitted on every row whose answer is known, after the holdout had been scored. */
  readonly model: Model;
  readonly rows: Uint32Array;
  readonly plan: Plan;
  readonly folds: readonly Fold[];
  readonly leaderboard: readonly Entry[];
  readonly holdout: readonly Run[];
  readonly test: Table;
  readonly importances: readonly Importance[];
  readonly intervals: Intervals | null;
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/** Every family on the same rolling origins, then once on the holdout; the chosen one again on everything. */
export const trainTable = async (
  table: Table,
  settings: TrainSettings,
  watching: Watch = {},
): Promise<Trained> => {
  const started = performance.now();
  const watch = sayingOnce(watching);
  assertVaried(table);
  const warnings = warningsOf(table, settings);
  const plan = planFolds(table, settings.folds);
  const folds = [...plan.validation, plan.holdout].map((fold) => foldOf(table, fold));
  for (const fold of folds) watch.onNote?.(foldInWords(fold));
  const alone = await runAll(table, plan, plan.validation, settings, watch);
  const members = settings.combines
    ? membersOf(entriesOf(settings.candidates, settings.target.kind, alone, []), alone, settings)
    : undefined;
  if (members) watch.onNote?.(`${MEDIAN}: of ${members.join(", ")}`);
  const withMedian = (runs: readonly Run[]) =>
    members ? [...runs, ...combinedRuns(table, runs, members, settings)] : runs;
  const validation = withMedian(alone);
  const holdout = withMedian(await runAll(table, plan, [plan.holdout], settings, watch));
  const candidates = members
    ? [...settings.candidates, medianOf(settings.candidates, members)]
    : settings.candidates;
  const leaderboard = entriesOf(candidates, settings.target.kind, validation, holdout);
  const test = pick(table, plan.holdout.test);
  const choice = choose(leaderboard, { table, validation, holdout }, settings);
  const chosen = candidateOf({ ...settings, candidates }, choice.family);
  const known = Uint32Array.from(Array.from(table.y.keys()).filter((row) => Number.isFinite(table.y[row])));
  const model = await fitOn(table, splitTuning(table, known, settings.folds), chosen, settings, watch);
  const own = [...validation, ...holdout].filter(({ family }) => family === choice.family);
  return {
    choice,
    members,
    model,
    rows: known,
    plan,
    folds,
    leaderboard,
    holdout,
    test,
    importances: importancesOf(table, own.at(-2) ?? own.at(-1), settings),
    intervals: intervalsOf(table, own, settings),
    warnings: [...warnings, ...skillOnDealtTruths(test, own.at(-1), settings)],
    seconds: (performance.now() - started) / 1000,
  };
};

/** Where all outcomes are alike no score tells one family from another, and some cannot be computed at all. */
const assertVaried = ({ y }: Table): void => {
  const known = y.filter(Number.isFinite);
  const [first] = known;
  if (first !== undefined && known.every((value) => value === first))
    throw new TooFewRows(`it needs outcomes that differ, and all ${known.length} known ones are ${first}`);
};

/** Every fit of a family says the same about the backend that it found. */
const sayingOnce = (watch: Watch): Watch => {
  const said = new Set<string>();
  return {
    ...watch,
    onNote: (text) => {
      if (!said.has(text)) watch.onNote?.(text);
      said.add(text);
    },
  };
};

const warningsOf = (table: Table, { onTrivial }: TrainSettings): string[] => {
  const silent = silentFeatures(table);
  const warnings = silent.length > 0 ? [`never known or always the same: ${silent.join(", ")}`] : [];
  try {
    assertNotTrivial(table);
  } catch (error) {
    if (!(error instanceof TrivialPredictor) || onTrivial === "refuse") throw error;
    warnings.push(error.message);
  }
  return warnings;
};

const runAll = async (
  table: Table,
  { validation }: Plan,
  plans: Plan["validation"],
  settings: TrainSettings,
  watch: Watch,
): Promise<readonly Run[]> => {
  const runs: Run[] = [];
  const total = (validation.length + 1) * settings.candidates.length;
  for (const [index, plan] of plans.entries()) {
    const exam = { plan, test: pick(table, plan.test) };
    for (const [place, candidate] of settings.candidates.entries()) {
      // Between fits whoever else lives in this process gets a turn.
      await setImmediate();
      watch.signal?.throwIfAborted();
      const run = await runFold(table, exam, candidate, settings, watch);
      runs.push(run);
      const fold = plan.role === "holdout" ? validation.length : index;
      await watch.onStep?.({
        task: settings.task,
        on: plan.role === "holdout" ? "holdout" : `fold ${index + 1} of ${validation.length}`,
        family: run.family,
        done: fold * settings.candidates.length + place + 1,
        total,
        seconds: run.seconds,
      });
    }
  }
  return runs;
};

const entriesOf = (
  candidates: TrainSettings["candidates"],
  kind: TargetKind,
  validation: readonly Run[],
  holdout: readonly Run[],
): readonly Entry[] => {
  const entries = candidates.map(({ family: { name }, baseline }): Entry => {
    const of = ({ family }: Run) => family === name;
    const [folds, [last]] = [validation.filter(of), holdout.filter(of)];
    const all = [...folds, ...(last ? [last] : [])];
    const failed = all.map(({ outcome }) => ("failed" in outcome ? outcome.failed : undefined)).find(Boolean);
    const scores = folds.map(({ outcome }) => ("failed" in outcome ? {} : outcome.scores));
    return {
      family: name,
      baseline,
      rank: null,
      folds: scores,
      validation: failed === undefined ? meanScores(scores) : {},
      holdout: last && !("failed" in last.outcome) ? last.outcome.scores : {},
      seconds: all.reduce((total, { seconds }) => total + seconds, 0),
      bytes: last && !("failed" in last.outcome) ? bytesOf(last.outcome.model) : 0,
      ...(failed === undefined ? {} : { failed }),
    };
  });
  const ranks = meanRanks(entries, judgeOf(kind));
  return entries.map((entry, index) => ({ ...entry, rank: ranks[index] ?? null }));
};

const bytesOf = (model: Model): number => {
  const { settings, weights } = model.save();
  return weights.byteLength + Buffer.byteLength(JSON.stringify(settings) ?? "");
};

export const candidateOf = ({ candidates, task }: TrainSettings, name: string): Candidate => {
  const found = candidates.find(({ family }) => family.name === name);
  if (!found) throw new Error(`task ${task}: family ${name} is not among those it trains`);
  return found;
};

const foldInWords = ({ role, train, tuning, test }: Fold): string => {
  const span = ({ rows, entities, from, to }: Fold["train"]) =>
    `${rows} rows of ${entities}, as of ${from === to ? from : `${from} to ${to}`}`;
  return `${role}: trained on ${span(train)}${tuning ? ` (the newest, as of ${tuning.from}, to stop early by)` : ""}; tested on ${span(test)}`;
};

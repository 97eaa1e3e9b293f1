import { messageOf } from "../../shared/errors.ts";
import { approachTo } from "../../shared/learning/approaches.ts";
import type { Candidate } from "../../shared/learning/candidate.ts";
import type { Examples, Model } from "../../shared/learning/model.ts";
import { stream } from "../../shared/learning/random.ts";
import type { Answers } from "../../shared/learning/scoring.ts";
import { type Table, weightedExamples } from "../../shared/learning/table.ts";
import type { Scores } from "../../shared/registry/card.ts";
import type { FoldPlan } from "./plan-folds.ts";
import type { TrainSettings, Watch } from "./settings.ts";

/** The result of one family on one fold. */
export interface Run {
  readonly family: string;
  readonly plan: FoldPlan;
  readonly seconds: number;
  readonly outcome: Fitted | { readonly failed: string };
}

export interface Fitted {
  readonly model: Model;
  readonly answers: Answers;
  readonly scores: Scores;
}

/** Fits a family and scores it on rows that the fit has not seen: `test`. If it fails, only this family drops out. */
export const runFold = async (
  table: Table,
  { plan, test }: { readonly plan: FoldPlan; readonly test: Table },
  candidate: Candidate,
  settings: TrainSettings,
  watch: Watch,
): Promise<Run> => {
  const started = performance.now();
  const done = (outcome: Run["outcome"]): Run => ({
    family: candidate.family.name,
    plan,
    seconds: (performance.now() - started) / 1000,
    outcome,
  });
  try {
    const model = await fitOn(table, plan, candidate, settings, watch);
    const answers = predictAll(model, test);
    if (!answers.predicted.every(Number.isFinite))
      return done({ failed: "some of its predictions are not numbers" });
    return done({ model, answers, scores: approachTo(settings.target.kind).scorer.score(test.y, answers) });
  } catch (error) {
    watch.signal?.throwIfAborted();
    return done({ failed: messageOf(error) });
  }
};

export const fitOn = async (
  table: Table,
  { known, fit, tuning }: Pick<FoldPlan, "known" | "fit" | "tuning">,
  { family, tuned = false }: Candidate,
  settings: TrainSettings,
  { signal, onNote }: Watch,
): Promise<Model> => {
  const options = {
    seed: settings.seed,
    ...(signal ? { signal } : {}),
    ...(onNote ? { note: onNote } : {}),
  };
  if (tuned && tuning.length > 0)
    return family.fit(downsample(table, fit, settings), {
      ...options,
      tuning: downsample(table, tuning, settings),
    });
  return family.fit(downsample(table, known, settings), options);
};

export const predictAll = (model: Model, inputs: Table): Answers => {
  const parts = model.parts?.(inputs);
  return { predicted: model.predict(inputs), ...(parts ? { parts } : {}) };
};

type Sampling = Pick<TrainSettings, "halfLifeDays" | "mostRows" | "seed">;

/**
 * Rows to fit on. If there are too many, every row with a purchase stays and the others are sampled, each kept row weighing
 * for the dropped ones: chances and means do not change.
 */
const downsample = (table: Table, rows: Uint32Array, sampling: Sampling): Examples => {
  const before = made.get(rows);
  if (before?.table === table && before.sampling === sampling) return before.examples;
  const examples = sample(table, rows, sampling);
  made.set(rows, { table, sampling, examples });
  return examples;
};

/** Every family of a fold is given the same rows: they are picked once. */
const made = new WeakMap<Uint32Array, { table: Table; sampling: Sampling; examples: Examples }>();

const sample = (table: Table, rows: Uint32Array, { halfLifeDays, mostRows, seed }: Sampling): Examples => {
  if (rows.length <= mostRows) return weightedExamples(table, rows, halfLifeDays);
  const bought = rows.filter((row) => (table.y[row] ?? 0) !== 0).length;
  // With too many purchases, all rows are sampled alike.
  const all = bought > mostRows / 2;
  const share = all ? mostRows / rows.length : (mostRows - bought) / (rows.length - bought);
  const random = stream(seed, "thinning");
  const isSampled = (row: number) => all || (table.y[row] ?? 0) === 0;
  const kept = rows.filter((row) => !isSampled(row) || random.chance(share));
  const examples = weightedExamples(table, kept, halfLifeDays);
  return {
    ...examples,
    weight: examples.weight.map((weight, at) => (isSampled(kept[at] ?? 0) ? weight / share : weight)),
  };
};

/** Whether a family gives the chance of a purchase and its amount apart, in every run. */
export const givesParts = (family: string, runs: readonly Run[]): boolean => {
  const own = runs.filter(({ family: name }) => name === family);
  return own.length > 0 && own.every(({ outcome }) => "answers" in outcome && outcome.answers.parts);
};

/**
 * Which families may serve. If the preferred one gives chance and amount apart, only families that do so too: most
 * customers buy nothing on a day, and one number between nothing and a basket would describe neither.
 */
export const partsRule = (preferred: string, runs: readonly Run[]): ((family: string) => boolean) => {
  const mustGiveParts = givesParts(preferred, runs);
  return (family) => !mustGiveParts || givesParts(family, runs);
};

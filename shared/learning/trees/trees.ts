import { z } from "zod";
import { requireFeatures } from "../columns.ts";
import { type Loss, LossSettings, lossOf } from "../losses.ts";
import type { Examples, Family, FitOptions, Inputs, Model, SavedModel } from "../model.ts";
import { inTargetUnit, offsets, targets, toPredictions, unitOf } from "../start.ts";
import { Layout } from "../weights.ts";
import { binned, cutsOf } from "./bins.ts";
import { type BoostRules, boost, type Part } from "./boost.ts";
import { answer, type Ensemble, flatten, packTrees, unpackTrees } from "./ensemble.ts";
import { quantileOfMisses } from "./quantiles.ts";
import { meanAnswer, shapley } from "./shapley.ts";

export interface TreesOptions {
  readonly loss: LossSettings;
  /** Start from the run-rate and learn only what to change about it. */
  readonly offset: boolean;
  readonly trees: number;
  readonly learningRate: number;
  readonly leaves: number;
  readonly depth: number;
  readonly rowShare: number;
  readonly columnShare: number;
  readonly lambda: number;
  /** In weighted rows: amounts are divided by their mean first. */
  readonly minCurvature: number;
  /** At most 254. */
  readonly bins: number;
  /** How many ensembles are averaged. */
  readonly seeds: number;
  readonly patience: number;
  /** Features that may never lower, or never raise, the answer as they grow. */
  readonly increasing?: readonly string[];
  readonly decreasing?: readonly string[];
}

const Settings = z.strictObject({
  features: z.array(z.string()),
  loss: LossSettings,
  offset: z.boolean(),
  unit: z.number().positive(),
  base: z.number(),
  layout: Layout,
});

interface Fitted {
  readonly settings: Omit<z.infer<typeof Settings>, "layout">;
  readonly trees: Ensemble;
}

/** Gradient-boosted trees on histograms. */
export function trees(name: string, options: TreesOptions): Family {
  return {
    name,
    fit: async (examples, fitOptions) => treesModel(name, fitTrees(examples, options, fitOptions)),
    load: (saved) => treesModel(name, loadTrees(name, saved)),
  };
}

function fitTrees(examples: Examples, options: TreesOptions, { seed, tuning, signal }: FitOptions): Fitted {
  const loss = lossOf(options.loss);
  const unit = unitOf(examples, loss.link);
  const cuts = cutsOf(examples, options.bins);
  const partOf = (rows: Examples): Part => ({
    data: binned(rows, cuts),
    targets: targets(rows, loss.link, unit),
    weight: rows.weight,
    scores: offsets(rows, loss.link, unit, options.offset),
  });
  const fit = partOf(examples);
  const watched = tuning && partOf(tuning);
  const base = bestConstant(fit, loss);
  const rules = rulesOf(options, loss, examples.features);
  const started = (part: Part): Part => ({ ...part, scores: part.scores.map((score) => score + base) });
  const grown = Array.from({ length: options.seeds }, (_, turn) =>
    boost(started(fit), watched && started(watched), rules, seed * 1000 + turn, signal),
  );
  return {
    settings: { features: [...examples.features], loss: options.loss, offset: options.offset, unit, base },
    trees: flatten(grown.flat(), fit.data, 1 / options.seeds),
  };
}

function rulesOf(options: TreesOptions, loss: Loss, features: readonly string[]): BoostRules {
  const { increasing = [], decreasing = [] } = options;
  const ways = Int8Array.from(
    features,
    (name) => Number(increasing.includes(name)) - Number(decreasing.includes(name)),
  );
  return { ...options, loss, ways, columnShare: 1, treeColumnShare: options.columnShare };
}

/** What is added to every score before the first tree. */
function bestConstant(part: Part, loss: Loss): number {
  const { targets: truths, scores, weight } = part;
  if (loss.share !== undefined)
    return quantileOfMisses(
      Uint32Array.from(truths, (_, row) => row),
      part,
      loss.share,
    );
  let base = 0;
  for (let step = 0; step < 30; step++) {
    let [slope, curvature] = [0, 1e-12];
    for (let row = 0; row < truths.length; row++) {
      const score = (scores[row] ?? 0) + base;
      slope += (weight[row] ?? 0) * loss.slope(truths[row] ?? 0, score);
      curvature += (weight[row] ?? 0) * loss.curvature(truths[row] ?? 0, score);
    }
    // Shortened, as a full step from far away overshoots on a log link.
    const move = Math.min(2, Math.max(-2, slope / curvature));
    base -= loss.link === "identity" ? slope / curvature : move;
    if (Math.abs(move) < 1e-9) break;
  }
  return base;
}

function loadTrees(name: string, saved: SavedModel): Fitted {
  if (saved.family !== name) throw new Error(`a model of ${saved.family} is not of ${name}`);
  const { layout, ...settings } = Settings.parse(saved.settings);
  return { settings, trees: unpackTrees(layout, saved.weights) };
}

function treesModel(name: string, fitted: Fitted): Model {
  return {
    predict: (inputs) => predictTrees(fitted, inputs),
    explain: (inputs, row) => explainTrees(fitted, inputs, row),
    save: () => {
      const { layout, weights } = packTrees(fitted.trees);
      return { family: name, settings: { ...fitted.settings, layout }, weights };
    },
  };
}

function predictTrees({ settings, trees: ensemble }: Fitted, inputs: Inputs): Float64Array {
  requireFeatures(settings.features, inputs);
  const { link } = lossOf(settings.loss);
  const scores = offsets(inputs, link, settings.unit, settings.offset);
  for (let row = 0; row < inputs.rows; row++)
    scores[row] =
      (scores[row] ?? 0) + settings.base + answer(ensemble, inputs.x, row * inputs.features.length);
  return toPredictions(scores, link, settings.unit);
}

function explainTrees({ settings, trees: ensemble }: Fitted, inputs: Inputs, row: number): Float64Array {
  requireFeatures(settings.features, inputs);
  const { link } = lossOf(settings.loss);
  const { unit, base, offset, features } = settings;
  const shares = shapley(ensemble, inputs.x, row * features.length, features.length);
  const start = (offsets(inputs, link, unit, offset)[row] ?? 0) + base + meanAnswer(ensemble);
  return inTargetUnit(shares, start, link, unit);
}

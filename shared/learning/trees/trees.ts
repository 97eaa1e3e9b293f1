import { z } from "zod";
import { joinExamples, requireFeatures } from "../columns.ts";
import { type Loss, LossSettings, lossFor } from "../losses.ts";
import type { Examples, Family, FitOptions, Inputs, Model } from "../model.ts";
import { Layout, saveArrays, savedSettings } from "../saved-model.ts";
import { inTargetUnit, offsets, targetScale, targets, toPredictions } from "../start.ts";
import { chooseCuts, toBins } from "./bins.ts";
import { type BoostRules, boost, type Part } from "./boost.ts";
import { type Ensemble, flatten, sumOfTrees, unpackTrees } from "./ensemble.ts";
import { residualQuantile } from "./quantiles.ts";
import { meanAnswer, shapley } from "./shapley.ts";

export interface TreesOptions extends Omit<BoostRules, "loss" | "directions" | "treeColumnShare"> {
  readonly loss: LossSettings;
  /** Start from the run-rate and learn only the correction. */
  readonly offset: boolean;
  /** The share of the features that each tree uses. */
  readonly columnShare: number;
  /** At most 254. */
  readonly bins: number;
  /** How many ensembles are averaged. */
  readonly seeds: number;
  /** Features whose growth may never lower, or never raise, the prediction. */
  readonly increasing?: readonly string[];
  readonly decreasing?: readonly string[];
  /**
   * With rows for early stopping: fits again on these rows too, with as many trees as paid. Without any, the number of trees
   * is `unchecked`. With more rows than `upTo` the trees that stopped stay: the rows left out would teach little.
   */
  readonly refit?: { readonly unchecked: number; readonly upTo?: number };
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
    load: (saved) => {
      const { layout, ...settings } = savedSettings(name, saved, Settings);
      return treesModel(name, { settings, trees: unpackTrees(layout, saved.weights) });
    },
  };
}

function fitTrees(examples: Examples, options: TreesOptions, fit: FitOptions): Fitted {
  const { refit } = options;
  if (!refit) return growAll(examples, options, fit).fitted;
  const { tuning, ...onAll } = fit;
  if (!tuning) return growAll(examples, { ...options, trees: refit.unchecked }, fit).fitted;
  if (examples.rows > (refit.upTo ?? Number.POSITIVE_INFINITY)) return growAll(examples, options, fit).fitted;
  const { counts } = growAll(examples, { ...options, seeds: 1 }, fit);
  const all = joinExamples(examples, tuning);
  // More rows bear a few more trees.
  const trees = Math.max(1, Math.round(((counts[0] ?? 1) * all.rows) / examples.rows));
  return growAll(all, { ...options, trees }, onAll).fitted;
}

function growAll(examples: Examples, options: TreesOptions, { seed, tuning, signal }: FitOptions) {
  const loss = lossFor(options.loss);
  const unit = targetScale(examples, loss.link);
  const cuts = chooseCuts(examples, options.bins);
  const toPart = (rows: Examples): Part => ({
    data: toBins(rows, cuts),
    targets: targets(rows, loss.link, unit),
    weight: rows.weight,
    scores: offsets(rows, loss.link, unit, options.offset),
  });
  const fit = toPart(examples);
  const tuningPart = tuning && toPart(tuning);
  const base = bestConstant(fit, loss);
  const rules = boostRules(options, loss, examples.features);
  const withBase = (part: Part): Part => ({ ...part, scores: part.scores.map((score) => score + base) });
  const grown = Array.from({ length: options.seeds }, (_, turn) =>
    boost(withBase(fit), tuningPart && withBase(tuningPart), rules, seed * 1000 + turn, signal),
  );
  const fitted: Fitted = {
    settings: { features: [...examples.features], loss: options.loss, offset: options.offset, unit, base },
    trees: flatten(grown.flat(), fit.data, 1 / options.seeds),
  };
  return { fitted, counts: grown.map(({ length }) => length) };
}

function boostRules(options: TreesOptions, loss: Loss, features: readonly string[]): BoostRules {
  const { increasing = [], decreasing = [] } = options;
  const directions = Int8Array.from(
    features,
    (name) => Number(increasing.includes(name)) - Number(decreasing.includes(name)),
  );
  return { ...options, loss, directions, columnShare: 1, treeColumnShare: options.columnShare };
}

/** The constant that minimises the loss before the first tree, by Newton steps. */
function bestConstant(part: Part, loss: Loss): number {
  const { targets, scores, weight } = part;
  if (loss.share !== undefined)
    return residualQuantile(
      Uint32Array.from(targets, (_, row) => row),
      part,
      loss.share,
    );
  let base = 0;
  for (let step = 0; step < 30; step++) {
    let [slope, curvature] = [0, 1e-12];
    for (let row = 0; row < targets.length; row++) {
      const score = (scores[row] ?? 0) + base;
      slope += (weight[row] ?? 0) * loss.slope(targets[row] ?? 0, score);
      curvature += (weight[row] ?? 0) * loss.curvature(targets[row] ?? 0, score);
    }
    // Limited, because a full step from far away overshoots on a log link.
    const move = Math.min(2, Math.max(-2, slope / curvature));
    base -= loss.link === "identity" ? slope / curvature : move;
    if (Math.abs(move) < 1e-9) break;
  }
  return base;
}

function treesModel(name: string, fitted: Fitted): Model {
  return {
    predict: (inputs) => predictTrees(fitted, inputs),
    explain: (inputs, row) => explainTrees(fitted, inputs, row),
    save: () => saveArrays(name, fitted.settings, { ...fitted.trees }),
  };
}

function predictTrees({ settings, trees: ensemble }: Fitted, inputs: Inputs): Float64Array {
  requireFeatures(settings.features, inputs);
  const { link } = lossFor(settings.loss);
  const scores = offsets(inputs, link, settings.unit, settings.offset);
  for (let row = 0; row < inputs.rows; row++)
    scores[row] =
      (scores[row] ?? 0) + settings.base + sumOfTrees(ensemble, inputs.x, row * inputs.features.length);
  return toPredictions(scores, link, settings.unit);
}

function explainTrees({ settings, trees: ensemble }: Fitted, inputs: Inputs, row: number): Float64Array {
  requireFeatures(settings.features, inputs);
  const { link } = lossFor(settings.loss);
  const { unit, base, offset, features } = settings;
  const shares = shapley(ensemble, inputs.x, row * features.length, features.length);
  const start = (offsets(inputs, link, unit, offset)[row] ?? 0) + base + meanAnswer(ensemble);
  return inTargetUnit(shares, start, link, unit);
}

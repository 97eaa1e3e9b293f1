import { z } from "zod";
import { requireFeatures } from "../columns.ts";
import type { Examples, Family, FitOptions, Inputs, Model } from "../model.ts";
import { type Random, stream } from "../random.ts";
import { Layout, saveArrays, savedSettings } from "../saved-model.ts";
import { targetScale } from "../start.ts";
import { chooseCuts, toBins } from "./bins.ts";
import { type Ensemble, flatten, sumOfTrees, unpackTrees } from "./ensemble.ts";
import { type GrowthRules, growTree } from "./grow.ts";
import { HistogramPool } from "./histogram.ts";
import { shapley } from "./shapley.ts";

export interface ForestOptions extends Omit<GrowthRules, "lambda" | "directions"> {
  readonly answers: "amount" | "chance";
  /** Learn the ratio to the run-rate instead of the amount. */
  readonly offset: boolean;
  readonly trees: number;
  readonly bins: number;
}

const Settings = z.strictObject({
  features: z.array(z.string()),
  answers: z.enum(["amount", "chance"]),
  offset: z.boolean(),
  unit: z.number().positive(),
  layout: Layout,
});

interface Fitted {
  readonly settings: Omit<z.infer<typeof Settings>, "layout">;
  readonly trees: Ensemble;
}

/** A random forest: the mean of deep trees, each grown on rows drawn with replacement. */
export function forest(name: string, options: ForestOptions): Family {
  return {
    name,
    fit: async (examples, fitOptions) => forestModel(name, fitForest(examples, options, fitOptions)),
    load: (saved) => {
      const { layout, ...settings } = savedSettings(name, saved, Settings);
      return forestModel(name, { settings, trees: unpackTrees(layout, saved.weights) });
    },
  };
}

function fitForest(examples: Examples, options: ForestOptions, { seed, signal }: FitOptions): Fitted {
  const { answers, offset, trees } = options;
  const data = toBins(examples, chooseCuts(examples, options.bins));
  const unit = targetScale(examples, answers === "chance" ? "logit" : "identity");
  const { slope, curvature } = derivatives(examples, options, unit);
  const random = stream(seed, "forest");
  const pool = new HistogramPool(data);
  const columns = [...examples.features.keys()];
  const rules: GrowthRules = { ...options, lambda: 1e-9, directions: new Int8Array(columns.length) };
  const grown = Array.from({ length: trees }, () => {
    signal?.throwIfAborted();
    const order = bootstrapRows(examples.rows, random);
    return growTree({ data, slope, curvature, order, columns, random, pool }, rules).nodes;
  });
  return {
    settings: { features: [...examples.features], answers, offset, unit },
    trees: flatten(grown, data, 1 / trees),
  };
}

/**
 * The derivatives of squared error at 0, so that a leaf's value is the mean. With an offset each row is weighted by its
 * run-rate, so that a leaf's value is the total spend of its rows over their total run-rate.
 */
function derivatives(
  { rows, y, weight, expected }: Examples,
  { answers, offset }: ForestOptions,
  unit: number,
) {
  const slope = new Float64Array(rows);
  const curvature = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const truth = answers === "chance" ? Number((y[row] ?? 0) > 0) : (y[row] ?? 0) / unit;
    slope[row] = -(weight[row] ?? 0) * truth;
    curvature[row] = (weight[row] ?? 0) * (offset ? (expected[row] ?? 0) / unit : 1);
  }
  return { slope, curvature };
}

const bootstrapRows = (rows: number, random: Random): Uint32Array =>
  Uint32Array.from({ length: rows }, () => random.below(rows));

function forestModel(name: string, { settings, trees }: Fitted): Model {
  const { features, offset, unit } = settings;
  const scale = (inputs: Inputs, row: number) => (offset ? (inputs.expected[row] ?? 0) : unit);
  return {
    predict: (inputs) => {
      requireFeatures(features, inputs);
      return Float64Array.from(
        { length: inputs.rows },
        (_, row) => scale(inputs, row) * sumOfTrees(trees, inputs.x, row * features.length),
      );
    },
    explain: (inputs, row) => {
      requireFeatures(features, inputs);
      return shapley(trees, inputs.x, row * features.length, features.length).map(
        (part) => part * scale(inputs, row),
      );
    },
    // The trees are deep: explaining takes forty times as long as for any other family.
    explainsSlowly: true,
    save: () => saveArrays(name, settings, { ...trees }),
  };
}

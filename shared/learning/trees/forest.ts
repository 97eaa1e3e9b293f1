import { z } from "zod";
import { requireFeatures } from "../columns.ts";
import type { Examples, Family, FitOptions, Inputs, Model, SavedModel } from "../model.ts";
import { type Random, stream } from "../random.ts";
import { unitOf } from "../start.ts";
import { Layout } from "../weights.ts";
import { binned, cutsOf } from "./bins.ts";
import { answer, type Ensemble, flatten, packTrees, unpackTrees } from "./ensemble.ts";
import { type GrowthRules, growTree } from "./grow.ts";
import { HistogramPool } from "./histogram.ts";
import { shapley } from "./shapley.ts";

export interface ForestOptions {
  readonly answers: "amount" | "chance";
  /** Learn how many times the run-rate comes true, rather than the amount. */
  readonly offset: boolean;
  readonly trees: number;
  readonly leaves: number;
  readonly depth: number;
  /** In weighted rows. */
  readonly minCurvature: number;
  /** Of the features, at each split. */
  readonly columnShare: number;
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

/** A random forest: deep trees, each on rows drawn with replacement, averaged. */
export function forest(name: string, options: ForestOptions): Family {
  return {
    name,
    fit: async (examples, fitOptions) => forestModel(name, fitForest(examples, options, fitOptions)),
    load: (saved) => forestModel(name, loadForest(name, saved)),
  };
}

function fitForest(examples: Examples, options: ForestOptions, { seed, signal }: FitOptions): Fitted {
  const { answers, offset, trees } = options;
  const data = binned(examples, cutsOf(examples, options.bins));
  const unit = unitOf(examples, answers === "chance" ? "logit" : "identity");
  const { slope, curvature } = squares(examples, options, unit);
  const random = stream(seed, "forest");
  const pool = new HistogramPool(data);
  const columns = [...examples.features.keys()];
  const rules: GrowthRules = { ...options, lambda: 1e-9, ways: new Int8Array(columns.length) };
  const grown = Array.from({ length: trees }, () => {
    signal?.throwIfAborted();
    const order = drawnRows(examples.rows, random);
    return growTree({ data, slope, curvature, order, columns, random, pool }, rules).nodes;
  });
  return {
    settings: { features: [...examples.features], answers, offset, unit },
    trees: flatten(grown, data, 1 / trees),
  };
}

/**
 * The derivatives of squared error at zero: a leaf then answers the mean. With an offset each row weighs as much as its
 * run-rate, so that a leaf answers what its rows spent together over what was expected of them together.
 */
function squares({ rows, y, weight, expected }: Examples, { answers, offset }: ForestOptions, unit: number) {
  const slope = new Float64Array(rows);
  const curvature = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const truth = answers === "chance" ? Number((y[row] ?? 0) > 0) : (y[row] ?? 0) / unit;
    slope[row] = -(weight[row] ?? 0) * truth;
    curvature[row] = (weight[row] ?? 0) * (offset ? (expected[row] ?? 0) / unit : 1);
  }
  return { slope, curvature };
}

const drawnRows = (rows: number, random: Random): Uint32Array =>
  Uint32Array.from({ length: rows }, () => random.below(rows));

function loadForest(name: string, saved: SavedModel): Fitted {
  if (saved.family !== name) throw new Error(`a model of ${saved.family} is not of ${name}`);
  const { layout, ...settings } = Settings.parse(saved.settings);
  return { settings, trees: unpackTrees(layout, saved.weights) };
}

function forestModel(name: string, { settings, trees }: Fitted): Model {
  const { features, offset, unit } = settings;
  const scale = (inputs: Inputs, row: number) => (offset ? (inputs.expected[row] ?? 0) : unit);
  return {
    predict: (inputs) => {
      requireFeatures(features, inputs);
      return Float64Array.from(
        { length: inputs.rows },
        (_, row) => scale(inputs, row) * answer(trees, inputs.x, row * features.length),
      );
    },
    explain: (inputs, row) => {
      requireFeatures(features, inputs);
      return shapley(trees, inputs.x, row * features.length, features.length).map(
        (part) => part * scale(inputs, row),
      );
    },
    // Its trees are deep: forty times as long as any other family.
    explainsSlowly: true,
    save: () => {
      const { layout, weights } = packTrees(trees);
      return { family: name, settings: { ...settings, layout }, weights };
    },
  };
}

import type { Family, Inputs, Model, SavedModel } from "../../../shared/learning/model.ts";
import { Card } from "../../../shared/registry/card.ts";
import { modelText } from "../../../shared/registry/registry.ts";
import { makeSelfTest } from "../../../shared/registry/self-test.ts";
import { sha256Of } from "../../../shared/sha256.ts";

const modelOf = (factor: number): Model => ({
  predict: (inputs) => inputs.expected.map((expected) => expected * factor),
  save: () => ({
    family: "scaled",
    settings: { of: "expected" },
    weights: new Uint8Array(Float64Array.of(factor).buffer),
  }),
});

/** The run-rate times one number: the smallest model that can be trained, saved and wrong. */
export const scaled: Family = {
  name: "scaled",
  async fit({ y, expected, weight }) {
    const sum = (values: Float64Array) =>
      values.reduce((total, value, row) => total + value * (weight[row] ?? 0), 0);
    return modelOf(sum(y) / sum(expected));
  },
  load: ({ weights }) => modelOf(new Float64Array(weights.slice().buffer)[0] ?? Number.NaN),
};

export const inputs: Inputs = {
  features: ["recency", "frequency"],
  rows: 3,
  x: Float64Array.of(1, 2, 3, Number.NaN, 5, 6),
  expected: Float64Array.of(10, 20, 30),
};

export const madeModel = async (
  version: string,
  factor: number,
): Promise<{ card: Card; saved: SavedModel }> => {
  const model = modelOf(factor);
  const saved = model.save();
  const none = sha256Of("");
  const span = { from: "2024-01-01", to: "2024-03-01", rows: 3, entities: 3 };
  const card = Card.parse({
    schema: "daybook.card/v1",
    task: "spend_30d",
    version,
    family: saved.family,
    created: "2024-10-06T03:15:00Z",
    horizonDays: 30,
    target: { name: "net", kind: "amount" },
    features: inputs.features.map((name) => ({ name, group: "value", low: 0, high: 9, known: 1 })),
    sequences: null,
    training: { ...span, asOfDates: ["2024-01-01"], refitted: true },
    folds: [],
    leaderboard: [],
    choice: { because: "the only one", comparisons: [] },
    verdict: {
      promote: true,
      because: "a test",
      measure: "mse",
      challenger: 1,
      baseline: 2,
      champion: null,
    },
    importances: [],
    intervals: null,
    warnings: [],
    selfTest: makeSelfTest(model, inputs),
    seed: 1,
    backend: "none",
    seconds: 0,
    bytes: saved.weights.byteLength,
    digests: {
      inputs: none,
      settings: none,
      sql: none,
      contracts: none,
      code: none,
      data: none,
      model: sha256Of(modelText(saved)),
      weights: sha256Of(saved.weights),
    },
  });
  return { card, saved };
};

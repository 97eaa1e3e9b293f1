import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { normalisedGini } from "../../../../shared/learning/metrics/ranking.ts";
import type { Examples, Model } from "../../../../shared/learning/model.ts";
import { chooseBackend } from "../../../../shared/learning/neural/backend.ts";
import { type NeuralOptions, neural } from "../../../../shared/learning/neural/neural.ts";
import { stream } from "../../../../shared/learning/random.ts";
import { expectSameAfterLoading, shoppers } from "../shoppers.ts";
import { byTensorFlow } from "./by-tensorflow.ts";
import { options } from "./options.ts";

const { train, test } = shoppers(2000);

/** Six days before each row: whether there was a purchase, and its amount. Recent purchases predict more. */
function withDays(examples: Examples, key: string): Examples {
  const random = stream(3, "days", key);
  const steps = 6;
  const values = new Float32Array(examples.rows * steps * 2);
  const y = Float64Array.from({ length: examples.rows }, (_, row) => {
    let visits = 0;
    for (let step = 0; step < steps; step++) {
      if (!random.chance(0.3)) continue;
      visits += 0.8 ** (steps - step);
      values.set([1, 20 * random.next()], (row * steps + step) * 2);
    }
    return random.chance(0.5) ? 30 * visits : 0;
  });
  return { ...examples, y, sequences: { channels: ["bought", "amount"], steps, values } };
}

const scoresOf = (model: Model, rows: Examples): Float64Array =>
  model.predict(rows).map((value, row) => Math.log(value / (rows.expected[row] ?? 1)));

beforeAll(async () => {
  await chooseBackend(["wasm"]);
});

describe("a prediction without TensorFlow.js", () => {
  it("equals TensorFlow.js on the same files for dense layers", async () => {
    const model = await neural("mlp", { ...options, epochs: 2 }).fit(train, { seed: 1 });
    const theirs = await byTensorFlow(model, test);
    const unit = z.looseObject({ unit: z.number() }).parse(model.save().settings).unit;
    expect(unit).toBeGreaterThan(1);
    for (const [row, score] of scoresOf(model, test).entries())
      expect(score).toBeCloseTo(theirs[row] ?? Number.NaN, 4);
  });

  it.each(["simpleRNN", "lstm", "gru"] as const)(
    "equals TensorFlow.js on the same files for %s",
    async (cell) => {
      const few = shoppers(1200);
      const [fit, later] = [withDays(few.train, "train"), withDays(few.test, "test")];
      const recurrent: NeuralOptions = {
        ...options,
        epochs: 4,
        learningRate: 0.02,
        recurrent: { cell, units: 6 },
      };
      const family = neural(cell, recurrent);
      const model = await family.fit(fit, { seed: 1 });
      const theirs = await byTensorFlow(model, later);
      for (const [row, score] of scoresOf(model, later).entries())
        expect(score).toBeCloseTo(theirs[row] ?? Number.NaN, 4);
      // The features alone do not contain these purchases.
      expect(normalisedGini(later.y, model.predict(later))).toBeGreaterThan(0.12);
      expectSameAfterLoading(family, model, later);
      expect(() => model.predict(few.test)).toThrow("these rows have none");
      await expect(family.fit(few.train, { seed: 1 })).rejects.toThrow("needs the days before each row");
    },
  );
});

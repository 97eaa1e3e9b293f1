import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { tweedieDeviance } from "../../../../shared/learning/metrics/errors.ts";
import { normalisedGini } from "../../../../shared/learning/metrics/ranking.ts";
import type { Model } from "../../../../shared/learning/model.ts";
import { chooseBackend } from "../../../../shared/learning/neural/backend.ts";
import { neural } from "../../../../shared/learning/neural/neural.ts";
import { expectSameAfterLoading, shoppers } from "../shoppers.ts";
import { options } from "./options.ts";

const { train, test } = shoppers(2000);

beforeAll(async () => {
  await chooseBackend(["wasm"]);
});

describe("a small network", () => {
  it("learns what the run-rate does not know, bit for bit the same for one seed", async () => {
    const family = neural("mlp", options);
    const model = await family.fit(train, { seed: 1 });
    const again = await family.fit(train, { seed: 1 });
    const other = await family.fit(train, { seed: 2 });
    expect(again.save()).toEqual(model.save());
    expect(other.save().weights).not.toEqual(model.save().weights);
    const predicted = model.predict(test);
    expect(tweedieDeviance(test.y, predicted)).toBeLessThan(0.9 * tweedieDeviance(test.y, test.expected));
    expect(normalisedGini(test.y, predicted)).toBeGreaterThan(normalisedGini(test.y, test.expected) + 0.07);
    expectSameAfterLoading(family, model, test);
  });

  it("takes enough steps to learn from few rows", async () => {
    const { train: few } = shoppers(1500);
    const plain = { ...options, epochs: 8, batch: 512, learningRate: 0.003 };
    const deviance = async (leastSteps: number) => {
      const model = await neural("mlp", { ...plain, leastSteps }).fit(few, { seed: 1 });
      return tweedieDeviance(test.y, model.predict(test));
    };
    expect(await deviance(400)).toBeLessThan(0.95 * (await deviance(1)));
  });

  it("stops early by the tuning rows", async () => {
    const notes: string[] = [];
    const family = neural("mlp", { ...options, epochs: 25, hidden: [48, 48], batch: 32 });
    const few = shoppers(120).train;
    const later = shoppers(400).test;
    const signal = new AbortController().signal;
    const watched = await family.fit(few, {
      seed: 1,
      tuning: later,
      signal,
      note: (message) => notes.push(message),
    });
    const whole = await family.fit(few, { seed: 1 });
    const deviance = (model: Model) => tweedieDeviance(later.y, model.predict(later));
    expect(deviance(watched)).toBeLessThan(deviance(whole));
    expect(notes).toEqual(["TensorFlow.js runs on wasm"]);
  });

  it("explains with effects that add up to the prediction", async () => {
    const model = await neural("mlp", { ...options, epochs: 4 }).fit(train, { seed: 1 });
    const level = { ...test, expected: test.expected.slice().fill(20) };
    const predicted = model.predict(level);
    const moved = (row: number) => model.explain?.(level, row) ?? new Float64Array();
    const start = (row: number) =>
      (predicted[row] ?? 0) - moved(row).reduce((total, part) => total + part, 0);
    for (const row of [1, 2, 3]) expect(start(row)).toBeCloseTo(start(0), 6);
    // The noise feature has a smaller effect than the others.
    const size = (feature: number) =>
      Array.from({ length: 200 }, (_, row) => Math.abs(moved(row)[feature] ?? 0)).reduce(
        (all, part) => all + part,
        0,
      );
    expect(size(4)).toBeLessThan(size(0) / 2);
  });

  it("learns from a sample of the rows, the same for one seed", async () => {
    const thin = neural("mlp", { ...options, epochs: 2, rowsAtMost: 500 });
    const model = await thin.fit(train, { seed: 1 });
    expect((await thin.fit(train, { seed: 1 })).save()).toEqual(model.save());
    const whole = await neural("mlp", { ...options, epochs: 2 }).fit(train, { seed: 1 });
    expect(model.save().weights).not.toEqual(whole.save().weights);
  });

  it("stops at once when aborted", async () => {
    const fitted = neural("mlp", options).fit(train, { seed: 1, signal: AbortSignal.abort() });
    await expect(fitted).rejects.toThrow("aborted");
  });

  it("leaks no tensor", async () => {
    const before = tf.memory().numTensors;
    await neural("mlp", { ...options, epochs: 1 }).fit(train, { seed: 1, tuning: test });
    await expect(
      neural("mlp", options).fit(train, { seed: 1, signal: AbortSignal.abort() }),
    ).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });
});

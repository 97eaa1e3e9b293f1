import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { Encoder, encode } from "../../../shared/models/encoder.ts";
import { type LossSettings, lossOf } from "../../../shared/models/losses.ts";
import { tweedieDeviance } from "../../../shared/models/metrics/deviance.ts";
import { normalisedGini } from "../../../shared/models/metrics/ranking.ts";
import type { Examples, Model } from "../../../shared/models/model.ts";
import { chooseBackend } from "../../../shared/models/neural/backend.ts";
import { type NeuralOptions, neural } from "../../../shared/models/neural/neural.ts";
import { lossTensor } from "../../../shared/models/neural/objective.ts";
import { stream } from "../../../shared/synthetic/random.ts";
import { expectSameAfterLoading, shoppers } from "./shoppers.ts";

const options: NeuralOptions = {
  loss: { loss: "tweedie", power: 1.5 },
  offset: true,
  hidden: [16, 8],
  epochs: 12,
  batch: 256,
  learningRate: 0.01,
  patience: 5,
  backends: ["wasm"],
};
const { train, test } = shoppers(2000);

/** Each row's last six days: whether something was bought, and how much. More purchases lately, more to come. */
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

/** What TensorFlow.js itself answers from the files that were saved. */
async function byTensorFlow(model: Model, rows: Examples): Promise<Float32Array> {
  const { settings, weights } = model.save();
  const {
    model: json,
    encoder,
    channels,
  } = z
    .looseObject({ model: z.looseObject({}), encoder: Encoder, channels: Encoder.nullable() })
    .parse(settings);
  const { modelTopology, weightsManifest } = z
    .looseObject({
      modelTopology: z.custom<object>(),
      weightsManifest: z.array(z.object({ weights: z.custom<tf.io.WeightsManifestEntry[]>() })),
    })
    .parse(json);
  const loaded = await layers.loadLayersModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest[0]?.weights ?? [],
      weightData: Uint8Array.from(weights).buffer,
    }),
  );
  const scores = tf.tidy(() => {
    const inputs: tf.Tensor[] = [
      tf.tensor2d(Float32Array.from(encode(encoder, rows)), [rows.rows, encoder.length + 1]),
    ];
    if (channels && rows.sequences) {
      const { steps, channels: names, values } = rows.sequences;
      const days = encode(channels, {
        features: names,
        rows: values.length / names.length,
        x: Float64Array.from(values),
      });
      inputs.push(tf.tensor3d(Float32Array.from(days), [rows.rows, steps, names.length]));
    }
    const answers = loaded.predict(inputs);
    return Array.isArray(answers) ? new Float32Array() : Float32Array.from(answers.dataSync());
  });
  loaded.dispose();
  return scores;
}

const scoresOf = (model: Model, rows: Examples): Float64Array =>
  model.predict(rows).map((value, row) => Math.log(value / (rows.expected[row] ?? 1)));

beforeAll(async () => {
  await chooseBackend(["wasm"]);
});

describe("a small network", () => {
  it("learns what the run-rate does not know, and repeats itself bit by bit", async () => {
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

  it("stops where the tuning rows say so", async () => {
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

  it("gives reasons that add up to its answer", async () => {
    const model = await neural("mlp", { ...options, epochs: 4 }).fit(train, { seed: 1 });
    const level = { ...test, expected: test.expected.slice().fill(20) };
    const predicted = model.predict(level);
    const moved = (row: number) => model.explain?.(level, row) ?? new Float64Array();
    const start = (row: number) =>
      (predicted[row] ?? 0) - moved(row).reduce((total, part) => total + part, 0);
    for (const row of [1, 2, 3]) expect(start(row)).toBeCloseTo(start(0), 6);
    // The feature that is noise moves less than those that matter.
    const size = (feature: number) =>
      Array.from({ length: 200 }, (_, row) => Math.abs(moved(row)[feature] ?? 0)).reduce(
        (all, part) => all + part,
        0,
      );
    expect(size(4)).toBeLessThan(size(0) / 2);
  });

  it("learns from a share of the rows where it is told to, the same share for one seed", async () => {
    const thin = neural("mlp", { ...options, epochs: 2, rowsAtMost: 500 });
    const model = await thin.fit(train, { seed: 1 });
    expect((await thin.fit(train, { seed: 1 })).save()).toEqual(model.save());
    const whole = await neural("mlp", { ...options, epochs: 2 }).fit(train, { seed: 1 });
    expect(model.save().weights).not.toEqual(whole.save().weights);
  });

  it("stops at once when it is told to", async () => {
    const fitted = neural("mlp", options).fit(train, { seed: 1, signal: AbortSignal.abort() });
    await expect(fitted).rejects.toThrow("aborted");
  });

  it("leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    await neural("mlp", { ...options, epochs: 1 }).fit(train, { seed: 1, tuning: test });
    await expect(
      neural("mlp", options).fit(train, { seed: 1, signal: AbortSignal.abort() }),
    ).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("the answer without TensorFlow.js", () => {
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
      // The features alone know nothing of these purchases.
      expect(normalisedGini(later.y, model.predict(later))).toBeGreaterThan(0.12);
      expectSameAfterLoading(family, model, later);
      expect(() => model.predict(few.test)).toThrow("these rows have none");
      await expect(family.fit(few.train, { seed: 1 })).rejects.toThrow("needs the days before each row");
    },
  );
});

describe("the losses", () => {
  const cases: LossSettings[] = [
    { loss: "squared" },
    { loss: "poisson" },
    { loss: "gamma" },
    { loss: "logistic" },
    { loss: "tweedie", power: 1.3 },
    { loss: "pinball", share: 0.8 },
  ];
  it.each(cases)("are the same on tensors, and their slopes are their derivatives: $loss", (settings) => {
    const loss = lossOf(settings);
    for (const [y, score] of [
      [1, 0.4],
      [0.3, -1.2],
      [2.5, 1.1],
    ] as const) {
      const truth = settings.loss === "logistic" ? Math.round(Math.min(1, y)) : y;
      const tensor = tf.tidy(
        () => lossTensor(settings, tf.scalar(truth), tf.scalar(score)).dataSync()[0] ?? Number.NaN,
      );
      expect(tensor).toBeCloseTo(loss.value(truth, score), 5);
      const near = (of: (at: number) => number) => (of(score + 1e-5) - of(score - 1e-5)) / 2e-5;
      expect(loss.slope(truth, score)).toBeCloseTo(
        near((at) => loss.value(truth, at)),
        6,
      );
      if (settings.loss !== "pinball")
        expect(loss.curvature(truth, score)).toBeCloseTo(
          near((at) => loss.slope(truth, at)),
          6,
        );
    }
  });
});

describe("the backend", () => {
  it("is the first that works, with the reasons why others were passed over", async () => {
    const chosen = await chooseBackend(["tensorflow", "wasm", "cpu"]);
    expect(["tensorflow", "wasm"]).toContain(chosen.backend);
    expect(chosen.skipped.length).toBe(chosen.backend === "wasm" ? 1 : 0);
    expect(chosen.skipped.every((reason) => reason.startsWith("tensorflow: "))).toBe(true);
    await chooseBackend(["wasm"]);
  });

  it("leaves the process's own handlers alone", () => {
    expect(
      process
        .listeners("uncaughtException")
        .map(String)
        .filter((text) => text.includes("ExitStatus")),
    ).toEqual([]);
  });
});

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type LossSettings, lossFor } from "../../../../shared/learning/losses.ts";
import { chooseBackend } from "../../../../shared/learning/neural/backend.ts";
import { lossTensor } from "../../../../shared/learning/neural/train.ts";

beforeAll(async () => {
  await chooseBackend(["wasm"]);
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
  it.each(cases)("are the same on tensors, with correct derivatives: $loss", (settings) => {
    const loss = lossFor(settings);
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
  it("is the first that works, with the reasons for skipping others", async () => {
    const chosen = await chooseBackend(["tensorflow", "wasm", "cpu"]);
    expect(["tensorflow", "wasm"]).toContain(chosen.backend);
    expect(chosen.skipped.length).toBe(chosen.backend === "wasm" ? 1 : 0);
    expect(chosen.skipped.every((reason) => reason.startsWith("tensorflow: "))).toBe(true);
    await chooseBackend(["wasm"]);
  });

  it("keeps the error handlers of the process", () => {
    expect(
      process
        .listeners("uncaughtException")
        .map(String)
        .filter((text) => text.includes("ExitStatus")),
    ).toEqual([]);
  });
});

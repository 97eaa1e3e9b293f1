import { describe, expect, it } from "vitest";
import { floored } from "../../../shared/learning/combined/floored.ts";
import { hurdle } from "../../../shared/learning/combined/hurdle.ts";
import { linear } from "../../../shared/learning/linear/linear.ts";
import { tweedieDeviance } from "../../../shared/learning/metrics/errors.ts";
import type { Examples, Family, Model } from "../../../shared/learning/model.ts";
import { stream } from "../../../shared/learning/random.ts";

const random = stream(3, "floored");
const rows = 2000;
/** One row in eight buys, whatever the feature says. */
const examples: Examples = {
  features: ["mood"],
  rows,
  x: Float64Array.from({ length: rows }, () => random.next()),
  expected: new Float64Array(rows).fill(5),
  y: Float64Array.from({ length: rows }, () => (random.chance(1 / 8) ? 20 + 40 * random.next() : 0)),
  weight: new Float64Array(rows).fill(1),
};

/** Says nothing at all of the rows below a mood, and the mean of the others. */
const rash = (below: number): Family => ({
  name: "rash",
  fit: async () => rashModel(below),
  load: () => rashModel(below),
});
const rashModel = (below: number): Model => ({
  predict: ({ x }) => x.map((mood) => (mood < below ? 1e-9 : 5)),
  save: () => ({ family: "rash", settings: {}, weights: new Uint8Array() }),
});

const learn = (family: Family) => family.fit(examples, { seed: 1 });
const chance = linear("chance", { loss: { loss: "logistic" }, ridge: 1, offset: false });
const amount = linear("amount", { loss: { loss: "gamma" }, ridge: 1, offset: true });

describe("a model with floors", () => {
  it("says no less than a part of what the lowest rows did", async () => {
    const [bare, raised] = [await learn(rash(0.1)), await learn(floored(rash(0.1)))];
    const loss = (model: Model) => tweedieDeviance(examples.y, model.predict(examples));
    const constant = examples.y.reduce((sum, value) => sum + value, 0) / rows;
    expect(loss(raised)).toBeLessThan(loss(bare) / 100);
    expect(Math.min(...raised.predict(examples))).toBeCloseTo(constant / 20, 1);
  });

  it("leaves the predictions of a sound model as they are", async () => {
    const [bare, raised] = [await learn(amount), await learn(floored(amount))];
    expect(raised.predict(examples)).toEqual(bare.predict(examples));
  });

  it("keeps chance × amount, and is the same after loading", async () => {
    const family = floored(hurdle("hurdle", chance, amount));
    const model = await learn(family);
    const parts = model.parts?.(examples);
    const predicted = model.predict(examples);
    expect(parts?.chance.length).toBe(rows);
    for (const [row, value] of predicted.entries())
      expect((parts?.chance[row] ?? 0) * (parts?.amount[row] ?? 0)).toBeCloseTo(value, 9);
    expect(family.load(model.save()).predict(examples)).toEqual(predicted);
  });

  it("loads a model that was saved without floors", async () => {
    const bare = await learn(amount);
    expect(floored(amount).load(bare.save()).predict(examples)).toEqual(bare.predict(examples));
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blend } from "../../../shared/learning/combined/blend.ts";
import { hurdle } from "../../../shared/learning/combined/hurdle.ts";
import { median } from "../../../shared/learning/combined/median.ts";
import { linear } from "../../../shared/learning/linear/linear.ts";
import { meanSquaredError } from "../../../shared/learning/metrics/errors.ts";
import { areaUnderCurve } from "../../../shared/learning/metrics/ranking.ts";
import type { Family } from "../../../shared/learning/model.ts";
import { rules } from "../../../shared/learning/rules/rules.ts";
import { type ForestOptions, forest } from "../../../shared/learning/trees/forest.ts";
import { expectSameAfterLoading, shoppers } from "./shoppers.ts";

const peers: Record<string, number> = JSON.parse(
  readFileSync(new URL("fixtures/peers.json", import.meta.url), "utf8"),
);
const { train, test } = shoppers(4000);
const sum = (values: Float64Array = new Float64Array()): number =>
  values.reduce((total, value) => total + value, 0);

const chance = linear("chance", { loss: { loss: "logistic" }, ridge: 0.001, offset: false });
const amount = linear("amount", { loss: { loss: "gamma" }, ridge: 0.001, offset: false });
const twoSteps = hurdle("two steps", chance, amount);
const evenly = (name: string, families: readonly Family[]) =>
  blend(name, families, new Map(families.map((family) => [family.name, 1 / families.length])));

describe("a hurdle", () => {
  it("predicts the chance of a purchase times its amount", async () => {
    const model = await twoSteps.fit(train, { seed: 1 });
    const { chance: chances, amount: amounts } = model.parts?.(test) ?? { chance: [], amount: [] };
    for (const [row, value] of model.predict(test).entries())
      expect(value).toBeCloseTo((chances[row] ?? 0) * (amounts[row] ?? 0), 9);
    expect(areaUnderCurve(test.y, chances)).toBeGreaterThan(0.8);
    // Buyers spend their basket times the mean of a log-normal factor.
    const basket = test.x[2] ?? 0;
    expect((amounts[0] ?? 0) / basket).toBeGreaterThan(0.8);
    expect((amounts[0] ?? 0) / basket).toBeLessThan(1.6);
    expectSameAfterLoading(twoSteps, model, test);
  });

  it("explains with effects that add up to the change of the product", async () => {
    const model = await twoSteps.fit(train, { seed: 1 });
    const predicted = model.predict(test);
    const start = (predicted[0] ?? 0) - sum(model.explain?.(test, 0));
    for (const row of [1, 5, 9])
      expect((predicted[row] ?? 0) - sum(model.explain?.(test, row))).toBeCloseTo(start, 6);
  });

  it("reports that it needs buyers to learn from", async () => {
    const nobody = { ...train, y: new Float64Array(train.rows) };
    await expect(twoSteps.fit(nobody, { seed: 1 })).rejects.toThrow("none of the 4000 rows bought");
  });
});

describe("a blend", () => {
  it("is the mean of its members, effects included", async () => {
    const both = evenly("both", [amount, twoSteps]);
    const buying = { ...train, y: train.y.map((truth) => truth + 1) };
    const model = await both.fit(buying, { seed: 1 });
    const [one, two] = [await amount.fit(buying, { seed: 1 }), await twoSteps.fit(buying, { seed: 1 })];
    const middle = ((one.predict(test)[4] ?? 0) + (two.predict(test)[4] ?? 0)) / 2;
    expect(model.predict(test)[4]).toBeCloseTo(middle, 9);
    const reasons = (sum(one.explain?.(test, 4)) + sum(two.explain?.(test, 4))) / 2;
    expect(sum(model.explain?.(test, 4))).toBeCloseTo(reasons, 9);
    expectSameAfterLoading(both, model, test);
    expect(() => evenly("both", [amount]).load(model.save())).toThrow(
      "both does not know the family two steps",
    );
  });

  it("weighs its members by their shares and loads them by name", async () => {
    const shares = new Map([
      ["zero", 0.25],
      ["mean", 0.75],
    ]);
    const [zero, mean] = [rules("zero", { rule: "zero" }), rules("mean", { rule: "mean" })];
    const model = await blend("both", [mean, amount, zero], shares).fit(train, { seed: 1 });
    const whole = (await mean.fit(train, { seed: 1 })).predict(test)[0] ?? Number.NaN;
    expect(model.predict(test)[0]).toBeCloseTo(0.75 * whole, 9);
    expectSameAfterLoading(evenly("both", [zero, mean]), model, test);
  });

  it("does not explain if a member does not", async () => {
    const model = await evenly("mixed", [amount, rules("mean", { rule: "mean" })]).fit(
      { ...train, y: train.y.map((truth) => truth + 1) },
      { seed: 1 },
    );
    expect(model.explain).toBeUndefined();
  });
});

describe("a median", () => {
  const constant = (name: string, value: number): Family => ({
    name,
    fit: () =>
      Promise.resolve(
        constant(name, value).load({ family: name, settings: null, weights: new Uint8Array() }),
      ),
    load: () => ({
      predict: ({ rows }) => new Float64Array(rows).fill(value),
      save: () => ({ family: name, settings: null, weights: new Uint8Array() }),
    }),
  });
  const buying = { ...train, y: train.y.map((truth) => truth + 1) };

  it("is the median of each row, with the effects of the member at the median", async () => {
    const known = [constant("none", 0), amount, constant("far too much", 1e9), constant("unused", 5)];
    const family = median("middle", known, ["none", "far too much", "amount"]);
    const model = await family.fit(buying, { seed: 1 });
    const alone = await amount.fit(buying, { seed: 1 });
    expect(model.predict(test)).toEqual(alone.predict(test));
    expect(model.explain?.(test, 4)).toEqual(alone.explain?.(test, 4));
    expectSameAfterLoading(median("middle", known), model, test);
    expect(() => median("middle", [amount]).load(model.save())).toThrow(
      "middle does not know the family none",
    );
  });

  it("of an even number lies between the middle two, with the effects of one of them", async () => {
    const [one, other] = [amount, linear("held", { loss: { loss: "gamma" }, ridge: 30, offset: false })];
    const family = median("middle", [constant("none", 0), one, other, constant("far too much", 1e9)]);
    const model = await family.fit(buying, { seed: 1 });
    const [first, second] = [await one.fit(buying, { seed: 1 }), await other.fit(buying, { seed: 1 })];
    const between = ((first.predict(test)[4] ?? 0) + (second.predict(test)[4] ?? 0)) / 2;
    expect(model.predict(test)[4]).toBeCloseTo(between, 9);
    expect([first.explain?.(test, 4), second.explain?.(test, 4)]).toContainEqual(model.explain?.(test, 4));
  });

  it("explains with the effects of the nearest member that explains", async () => {
    const model = await median("middle", [constant("none", 0), constant("little", 0.1), amount]).fit(buying, {
      seed: 1,
    });
    const alone = await amount.fit(buying, { seed: 1 });
    expect(model.predict(test)[4]).toBe(0.1);
    expect(model.explain?.(test, 4)).toEqual(alone.explain?.(test, 4));
  });
});

describe("a random forest", () => {
  const options: ForestOptions = {
    answers: "amount",
    offset: false,
    trees: 60,
    leaves: 64,
    depth: 12,
    minCurvature: 8,
    columnShare: 0.5,
    bins: 63,
  };

  it("is as good as scikit-learn's", async () => {
    const model = await forest("forest", options).fit(train, { seed: 1 });
    expect(meanSquaredError(test.y, model.predict(test)) / (peers["forest"] ?? 0)).toBeLessThan(1.03);
  });

  it.each([
    { offset: true, answers: "amount" },
    { offset: false, answers: "chance" },
  ] as const)("repeats itself, survives saving and explains itself: %j", async (changes) => {
    const family = forest("forest", { ...options, ...changes, trees: 8 });
    const model = await family.fit(train, { seed: 3 });
    expect((await family.fit(train, { seed: 3 })).save()).toEqual(model.save());
    expectSameAfterLoading(family, model, test);
    const level = { ...test, expected: test.expected.slice().fill(10) };
    const predicted = model.predict(level);
    const start = (row: number) => (predicted[row] ?? 0) - sum(model.explain?.(level, row));
    expect(start(3)).toBeCloseTo(start(11), 6);
    if (changes.answers === "chance") expect(areaUnderCurve(test.y, predicted)).toBeGreaterThan(0.75);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { LossSettings } from "../../../shared/learning/losses.ts";
import { logLoss } from "../../../shared/learning/metrics/calibration.ts";
import { coverage, pinball } from "../../../shared/learning/metrics/conformal.ts";
import { meanLoss, meanSquaredError, tweedieDeviance } from "../../../shared/learning/metrics/errors.ts";
import type { Numbers } from "../../../shared/learning/numbers.ts";
import { stream } from "../../../shared/learning/random.ts";
import { type TreesOptions, trees } from "../../../shared/learning/trees/trees.ts";
import { examplesOf } from "./examples.ts";
import { expectSameAfterLoading, shoppers } from "./shoppers.ts";

/** What LightGBM 4.7 reaches on `shoppers(4000)` with the settings below. */
const peers: Record<string, number> = JSON.parse(
  readFileSync(new URL("fixtures/peers.json", import.meta.url), "utf8"),
);

const tweedie: LossSettings = { loss: "tweedie", power: 1.5 };
const settings: TreesOptions = {
  loss: tweedie,
  offset: true,
  trees: 100,
  learningRate: 0.1,
  leaves: 15,
  depth: 4,
  rowShare: 1,
  columnShare: 1,
  lambda: 1,
  minCurvature: 20,
  bins: 63,
  seeds: 1,
  patience: 20,
};
const { train, test } = shoppers(4000);

type Score = (y: Numbers, predicted: Numbers) => number;
const poissonDeviance: Score = (y, predicted) =>
  meanLoss(
    y,
    predicted,
    (truth, value) => 2 * ((truth > 0 ? truth * Math.log(truth / value) : 0) - truth + value),
  );
const cases: readonly [string, Partial<TreesOptions>, Score][] = [
  ["squared", { loss: { loss: "squared" }, offset: false }, meanSquaredError],
  ["tweedie", { offset: false }, tweedieDeviance],
  ["tweedieOffset", {}, tweedieDeviance],
  ["poissonOffset", { loss: { loss: "poisson" } }, poissonDeviance],
  ["logistic", { loss: { loss: "logistic" }, offset: false }, logLoss],
  ["pinball", { loss: { loss: "pinball", share: 0.9 }, offset: false }, (y, p) => pinball(y, p, 0.9)],
];

describe("boosted trees", () => {
  it.each(cases)("are as good as LightGBM with the same settings: %s", async (name, changes, score) => {
    const model = await trees(name, { ...settings, ...changes }).fit(train, { seed: 1 });
    expect(score(test.y, model.predict(test)) / (peers[name] ?? 0)).toBeLessThan(1.03);
  });

  it("have the requested share of rows below a quantile", async () => {
    const model = await trees("upper", {
      ...settings,
      loss: { loss: "pinball", share: 0.9 },
      offset: false,
    }).fit(train, { seed: 1 });
    expect(Math.abs(coverage(test.y, model.predict(test)) - 0.9)).toBeLessThan(0.05);
  });

  it("learn amounts of buyers with a Gamma loss", async () => {
    const rows = Array.from({ length: 600 }, (_, row) => [row % 20]);
    const truth = rows.map(([size = 0], row) => (1 + size) * (Math.floor(row / 20) % 2 ? 0.8 : 1.2));
    const buyers = examplesOf(["size"], rows, truth);
    const model = await trees("amount", {
      ...settings,
      loss: { loss: "gamma" },
      offset: false,
      minCurvature: 3,
    }).fit(buyers, { seed: 1 });
    const predicted = model.predict(buyers);
    expect(Math.abs((predicted[19] ?? 0) / 20 - 1)).toBeLessThan(0.05);
    expect(Math.abs((predicted[0] ?? 0) / 1 - 1)).toBeLessThan(0.2);
  });

  it("predict bit for bit the same for one seed, and after saving and loading", async () => {
    const family = trees("boosted", { ...settings, trees: 20, rowShare: 0.7, columnShare: 0.5, seeds: 2 });
    const first = await family.fit(train, { seed: 4 });
    const again = await family.fit(train, { seed: 4 });
    const other = await family.fit(train, { seed: 5 });
    expect(again.save()).toEqual(first.save());
    expect(other.save()).not.toEqual(first.save());
    expectSameAfterLoading(family, first, test);
    expect(() => trees("others", settings).load(first.save())).toThrow("cannot be loaded as others");
  });

  it("do not depend on the currency", async () => {
    const dear = (values: Float64Array) => values.map((value) => value * 1024);
    const family = trees("boosted", { ...settings, trees: 30 });
    const inYen = await family.fit(
      { ...train, y: dear(train.y), expected: dear(train.expected) },
      { seed: 1 },
    );
    const inPounds = await family.fit(train, { seed: 1 });
    const yen = inYen.predict({ ...test, expected: dear(test.expected) });
    for (const [row, value] of inPounds.predict(test).entries())
      expect((yen[row] ?? 0) / 1024 / value).toBeCloseTo(1, 9);
  });

  it("stop early by the tuning rows", async () => {
    const family = trees("boosted", { ...settings, trees: 400, learningRate: 0.3 });
    const watched = await family.fit(train, { seed: 1, tuning: test });
    const all = await family.fit(train, { seed: 1 });
    expect(watched.save().weights.length).toBeLessThan(all.save().weights.length / 4);
    const deviance = (model: typeof all) => tweedieDeviance(test.y, model.predict(test));
    expect(deviance(watched)).toBeLessThan(deviance(all));
  });

  it("treat a row of weight 2 as two rows", async () => {
    const family = trees("boosted", { ...settings, trees: 5, loss: { loss: "squared" } });
    const small = shoppers(300).train;
    const twice = (values: Float64Array, width: number) =>
      Float64Array.from(
        { length: 2 * values.length },
        (_, place) => values[(place % width) + Math.floor(place / width / 2) * width] ?? 0,
      );
    const doubled = {
      ...small,
      rows: 600,
      x: twice(small.x, 5),
      y: twice(small.y, 1),
      expected: twice(small.expected, 1),
      weight: new Float64Array(600).fill(1),
    };
    const heavy = await family.fit({ ...small, weight: new Float64Array(300).fill(2) }, { seed: 1 });
    const many = await family.fit(doubled, { seed: 1 });
    for (const [row, value] of heavy.predict(test).entries())
      expect(many.predict(test)[row]).toBeCloseTo(value, 3);
  });

  it("keep the monotone constraint of a feature", async () => {
    const random = stream(8, "ways");
    const rows = Array.from({ length: 3000 }, () => [random.next(), random.next()]);
    // The target dips in the middle: unconstrained trees follow the dip, constrained ones do not.
    const truth = rows.map(
      ([basket = 0, other = 0]) => 2 + basket - 1.5 * Math.sin(6 * basket) + other * random.next(),
    );
    const bumpy = examplesOf(["basket", "other"], rows, truth);
    const lowersSomewhere = async (increasing: string[]) => {
      const model = await trees("bound", {
        ...settings,
        loss: { loss: "squared" },
        offset: false,
        increasing,
      }).fit(bumpy, { seed: 1 });
      let falls = 0;
      for (const other of [0.1, 0.5, 0.9]) {
        const steps = Array.from({ length: 200 }, (_, step) => [step / 199, other]);
        const answers = model.predict(
          examplesOf(
            ["basket", "other"],
            steps,
            steps.map(() => 0),
          ),
        );
        falls += answers.filter((value, step) => value < (answers[step - 1] ?? value)).length;
      }
      return falls > 0;
    };
    expect(await lowersSomewhere([])).toBe(true);
    expect(await lowersSomewhere(["basket"])).toBe(false);
  });

  it("cope with a constant target, useless features and few rows", async () => {
    const rows = Array.from({ length: 30 }, () => [Number.NaN, 3]);
    const constant = examplesOf(
      ["unknown", "same"],
      rows,
      rows.map(() => 5),
    );
    const model = await trees("boosted", settings).fit(constant, { seed: 1 });
    for (const value of model.predict(constant)) expect(value).toBeCloseTo(5, 6);
    const nothing = await trees("boosted", settings).fit(
      { ...constant, y: new Float64Array(30) },
      { seed: 1 },
    );
    expect(nothing.predict(constant)[0]).toBeLessThan(1e-3);
  });
});

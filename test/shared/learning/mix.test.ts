import { describe, expect, it } from "vitest";
import { bestOf } from "../../../shared/learning/combined/best-of.ts";
import { mixShares } from "../../../shared/learning/combined/mix-shares.ts";
import { linear } from "../../../shared/learning/linear/linear.ts";
import { atThreshold, bestThreshold } from "../../../shared/learning/metrics/thresholds.ts";
import { stream } from "../../../shared/learning/random.ts";
import { rules } from "../../../shared/learning/rules/rules.ts";
import { numberScorer } from "../../../shared/learning/scoring.ts";
import { trees } from "../../../shared/learning/trees/trees.ts";
import { examplesOf } from "./examples.ts";

const random = stream(1, "mix");
const y = Float64Array.from({ length: 400 }, () => random.next());
const wrong = (by: () => number) => y.map((truth) => truth + by());

describe("the weights of a mixture", () => {
  it("give everything to a perfect prediction", () => {
    const noisy = wrong(() => random.next() - 0.5);
    expect([...mixShares(y, [noisy, y], numberScorer.loss)]).toEqual([0, 1]);
  });

  it("divide between predictions whose errors are independent, and lower the loss", () => {
    const both = [wrong(() => random.next() - 0.5), wrong(() => random.next() - 0.5)];
    const shares = mixShares(y, both, numberScorer.loss);
    for (const share of shares) expect(share).toBeGreaterThan(0.35);
    expect(shares.reduce((total, share) => total + share, 0)).toBeCloseTo(1);
  });
});

const line = examplesOf(
  ["x"],
  Array.from({ length: 300 }, (_, row) => [row / 100]),
  Array.from({ length: 300 }, (_, row) => row / 100),
);

it("the best variant of a family is fitted, and loaded again", async () => {
  const variants = [
    rules("mean", { rule: "mean" }),
    linear("straight", { loss: { loss: "squared" }, ridge: 1e-6, offset: false }),
  ];
  const family = bestOf("best", variants, numberScorer.loss);
  const model = await family.fit(line, { seed: 1 });
  expect(model.predict(line)[200]).toBeCloseTo(2, 3);
  expect(family.load(model.save()).predict(line)).toEqual(model.predict(line));
});

it("a linear model takes a logarithm only where it brings the feature closer to the target", async () => {
  const sizes = Array.from({ length: 500 }, () => [Math.exp(3 * random.next() ** 2)]);
  const unitFor = async (of: (size: number) => number) => {
    const rows = examplesOf(
      ["size"],
      sizes,
      sizes.map(([size = 1]) => of(size)),
    );
    const family = linear("linear", {
      loss: { loss: "squared" },
      ridge: 1e-6,
      offset: false,
      logarithms: "closer",
    });
    const { settings } = (await family.fit(rows, { seed: 1 })).save();
    return (settings as { encoder: { logUnit: number | null }[] }).encoder[0]?.logUnit;
  };
  expect(await unitFor((size) => size)).toBeNull();
  expect(await unitFor((size) => Math.log(size))).toBeGreaterThan(0);
});

it("trees that stopped early are fitted again on all rows, unless there are many", async () => {
  const again = (upTo: number) =>
    trees("trees", {
      loss: { loss: "squared" },
      offset: false,
      trees: 400,
      learningRate: 0.1,
      leaves: 8,
      depth: 4,
      rowShare: 1,
      columnShare: 1,
      lambda: 1,
      minCurvature: 5,
      bins: 64,
      seeds: 1,
      patience: 20,
      refit: { unchecked: 30, upTo },
    });
  // The tuning rows lie where no row to fit on does: only a second fit knows what happens there.
  const tuning = examplesOf(
    ["x"],
    Array.from({ length: 100 }, (_, row) => [4 + row / 100]),
    Array.from({ length: 100 }, () => 10),
  );
  const answer = async (upTo: number) =>
    (await again(upTo).fit(line, { seed: 1, tuning })).predict(examplesOf(["x"], [[4.5]], [0]))[0];
  expect(await answer(line.rows)).toBeGreaterThan(8);
  expect(await answer(line.rows - 1)).toBeLessThan(8);
});

it("a threshold divides chances into calls, and the best one balances precision and recall", () => {
  const happened = [1, 1, 0, 1, 0, 0];
  const chance = [0.9, 0.8, 0.7, 0.6, 0.2, 0.1];
  expect(atThreshold(happened, chance, 0.75)).toMatchObject({ called: 1 / 3, precision: 1, recall: 2 / 3 });
  expect(atThreshold(happened, chance, 0.95)).toMatchObject({ called: 0, precision: Number.NaN, recall: 0 });
  expect(bestThreshold(happened, chance)).toBe(0.6);
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { encode, fitEncoder } from "../../../shared/learning/encoder.ts";
import { type LinearOptions, linear } from "../../../shared/learning/linear/linear.ts";
import { fitCoefficients } from "../../../shared/learning/linear/newton.ts";
import { type LossSettings, lossFor } from "../../../shared/learning/losses.ts";
import { stream } from "../../../shared/learning/random.ts";
import { examplesOf } from "./examples.ts";
import { expectSameAfterLoading, shoppers } from "./shoppers.ts";

interface Case {
  readonly loss: LossSettings;
  readonly y: number[];
  readonly coefficients: number[];
}

/** Computed once by scikit-learn, weights included. */
const reference: {
  readonly inputs: number[];
  readonly width: number;
  readonly ridge: number;
  readonly weight: number[];
  readonly cases: Case[];
  readonly offsetCase: { readonly y: number[]; readonly exposure: number[]; readonly coefficients: number[] };
} = JSON.parse(readFileSync(new URL("fixtures/glm.json", import.meta.url), "utf8"));
const inputs = Float64Array.from(reference.inputs);
const { width, ridge } = reference;

describe("the coefficients", () => {
  it.each(reference.cases)("equal scikit-learn's for $loss.loss", ({ loss, y, coefficients }) => {
    const ours = fitCoefficients({
      inputs,
      width,
      ridge,
      targets: Float64Array.from(y),
      offsets: new Float64Array(y.length),
      weight: Float64Array.from(reference.weight),
      loss: lossFor(loss),
    });
    for (const [place, value] of coefficients.entries()) expect(ours[place]).toBeCloseTo(value, 5);
  });

  it("equal scikit-learn's for counts with different exposures as an offset", () => {
    const { y, exposure, coefficients } = reference.offsetCase;
    const ours = fitCoefficients({
      inputs,
      width,
      ridge,
      targets: Float64Array.from(y),
      offsets: Float64Array.from(exposure, Math.log),
      weight: new Float64Array(y.length).fill(1),
      loss: lossFor({ loss: "poisson" }),
    });
    for (const [place, value] of coefficients.entries()) expect(ours[place]).toBeCloseTo(value, 5);
  });
});

const tweedie: LinearOptions = { loss: { loss: "tweedie", power: 1.5 }, ridge: 0.001, offset: true };
const kinds: LinearOptions[] = [
  tweedie,
  { loss: { loss: "squared" }, ridge: 0.01, offset: false },
  { loss: { loss: "squared" }, ridge: 0.01, offset: true },
  { loss: { loss: "logistic" }, ridge: 0.01, offset: false },
];

describe("a linear model", () => {
  const { train, test } = shoppers(1200);

  it.each(kinds)(
    "predicts the same after saving and loading: $loss.loss, offset $offset",
    async (options) => {
      const family = linear("line", options);
      const model = await family.fit(train, { seed: 1 });
      expectSameAfterLoading(family, model, test);
      expect(() => linear("other", options).load(model.save())).toThrow("cannot be loaded as other");
    },
  );

  it.each(kinds)("explains with effects that add up: $loss.loss, offset $offset", async (options) => {
    const model = await linear("line", options).fit(train, { seed: 1 });
    const predicted = model.predict(test);
    // Two customers with the same run-rate differ exactly by their effects.
    const same = { ...test, expected: test.expected.slice().fill(50) };
    const level = model.predict(same);
    const total = (row: number) =>
      model.explain?.(same, row).reduce((all, part) => all + part, 0) ?? Number.NaN;
    expect((level[3] ?? 0) - (level[8] ?? 0)).toBeCloseTo(total(3) - total(8), 6);
    expect(predicted.every(Number.isFinite)).toBe(true);
  });

  it("does not depend on the currency", async () => {
    const family = linear("line", tweedie);
    const dear = (values: Float64Array) => values.map((value) => value * 1000);
    const yen = { ...train, y: dear(train.y), expected: dear(train.expected) };
    const inPounds = (await family.fit(train, { seed: 1 })).predict(test);
    const inYen = (await family.fit(yen, { seed: 1 })).predict({ ...test, expected: dear(test.expected) });
    for (let row = 0; row < test.rows; row++)
      expect((inYen[row] ?? 0) / (inPounds[row] ?? 1)).toBeCloseTo(1000, 3);
  });

  it("refuses rows with other features", async () => {
    const model = await linear("line", tweedie).fit(train, { seed: 1 });
    expect(() => model.predict({ ...test, features: [...test.features].reverse() })).toThrow(
      "was fitted on the features",
    );
  });

  it("copes with features that are constant, all missing or copies of each other", async () => {
    const random = stream(1, "odd");
    const rows = Array.from({ length: 200 }, () => {
      const value = random.next();
      return [value, value, 7, Number.NaN];
    });
    const examples = examplesOf(
      ["a", "copy", "constant", "unknown"],
      rows,
      rows.map(([a = 0]) => 1 + a),
    );
    const model = await linear("line", { ...tweedie, ridge: 0 }).fit(examples, { seed: 1 });
    const predicted = model.predict(examples);
    expect(predicted.every((value, row) => Math.abs(value - (examples.y[row] ?? 0)) < 0.1)).toBe(true);
  });
});

describe("the encoder", () => {
  it("takes logarithms of skewed features, flags missing values and clips to the training range", () => {
    const random = stream(2, "encoder");
    const rows = Array.from({ length: 500 }, (_, row) => [
      row % 10 ? Math.exp(6 * random.next()) : Number.NaN,
      random.next(),
    ]);
    const encoder = fitEncoder(
      examplesOf(
        ["amount", "share"],
        rows,
        rows.map(() => 0),
      ),
    );
    expect(encoder.map(({ logUnit }) => logUnit !== null)).toEqual([true, false]);
    expect(encoder.map(({ flagged }) => flagged)).toEqual([true, false]);
    const far = examplesOf(
      ["amount", "share"],
      [
        [1e9, 0.5],
        [Number.NaN, 0.5],
      ],
      [0, 0],
    );
    const [first = 0, , flag, missing, , flagged] = encode(encoder, far);
    expect(first).toBeLessThan(4);
    expect([flag, missing, flagged]).toEqual([0, 0, 1]);
  });
});

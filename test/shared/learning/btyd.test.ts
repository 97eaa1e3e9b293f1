import { describe, expect, it } from "vitest";
import { expectedPurchases, fitPurchasing, type History } from "../../../shared/learning/btyd/bg-nbd.ts";
import { btyd } from "../../../shared/learning/btyd/btyd.ts";
import { expectedValue, fitSpending } from "../../../shared/learning/btyd/gamma-gamma.ts";
import { hypergeometric, logGamma } from "../../../shared/learning/btyd/special.ts";
import { bias } from "../../../shared/learning/metrics/errors.ts";
import { normalisedGini } from "../../../shared/learning/metrics/ranking.ts";
import { stream } from "../../../shared/learning/random.ts";
import { examplesOf } from "./examples.ts";
import { expectSameAfterLoading } from "./shoppers.ts";

const random = stream(21, "buy till you die");
const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
const exponential = (rate: number) => -Math.log(1 - random.next()) / rate;

/** Draws a gamma variate (Marsaglia and Tsang); a shape below 1 uses the power of a uniform. */
function gamma(shape: number): number {
  if (shape < 1) return gamma(shape + 1) * random.next() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

const truth = { r: 0.8, alpha: 6, a: 0.7, b: 3 };
const WEEKS = 40;
const AHEAD = 26;

/** Customers drawn from the model: their history up to a day and their later purchases. */
const customers = Array.from({ length: 2500 }, () => {
  const rate = gamma(truth.r) / truth.alpha;
  const [stay, leave] = [gamma(truth.b), gamma(truth.a)];
  const leaving = leave / (leave + stay);
  const age = WEEKS * (0.5 + 0.5 * random.next());
  let [repeats, last, later] = [0, 0, 0];
  for (let now = 0, alive = true; alive; alive = !random.chance(leaving)) {
    now += exponential(rate);
    if (now > age + AHEAD) break;
    if (now > age) later++;
    else {
      repeats++;
      last = now;
    }
  }
  const worth = 6 / (gamma(4) / 15);
  const count = repeats + 1;
  return {
    history: { repeats, last, age },
    later,
    purchases: { count, mean: (worth * gamma(6 * count)) / (6 * count) },
  };
});

describe("BG/NBD", () => {
  it("recovers the parameters of simulated customers", () => {
    const found = fitPurchasing(customers.map(({ history }) => history));
    expect(found.r / truth.r).toBeCloseTo(1, 0.5);
    expect(found.alpha / truth.alpha).toBeCloseTo(1, 0.5);
    expect(found.a / (found.a + found.b)).toBeCloseTo(truth.a / (truth.a + truth.b), 1);
  });

  it("expects the actual number of purchases, in total and by past purchases", () => {
    for (const part of [customers, customers.filter(({ history }) => history.repeats >= 3)]) {
      const expected = part.reduce(
        (total, { history }) => total + expectedPurchases(truth, history, AHEAD),
        0,
      );
      const seen = part.reduce((total, { later }) => total + later, 0);
      expect(Math.abs(expected / seen - 1)).toBeLessThan(0.06);
    }
  });

  it("equals the published result for the published parameters of CDNOW", () => {
    const published = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
    const customer: History = { repeats: 2, last: 30.43, age: 38.86 };
    expect(expectedPurchases(published, customer, 39)).toBeCloseTo(1.226, 3);
  });

  it("predicts for customers whose series does not converge", () => {
    const often: History = { repeats: 5000, last: 40, age: 40 };
    expect(expectedPurchases({ ...truth, a: 1 }, often, 4)).toBeGreaterThan(100);
    expect(expectedPurchases(truth, often, 1e6)).toBeGreaterThan(0);
  });
});

describe("Gamma-Gamma", () => {
  it("recovers the parameters and shrinks customers with few purchases to the mean", () => {
    const found = fitSpending(customers.map(({ purchases }) => purchases));
    expect(Math.abs(found.p / 6 - 1)).toBeLessThan(0.15);
    expect(Math.abs(found.q / 4 - 1)).toBeLessThan(0.15);
    expect(Math.abs(found.v / 15 - 1)).toBeLessThan(0.2);
    const all = (found.p * found.v) / (found.q - 1);
    const [once, often] = [1, 50].map((count) => expectedValue(found, { count, mean: 10 * all }));
    expect(once).toBeLessThan(often ?? 0);
    expect((often ?? 0) / (10 * all)).toBeGreaterThan(0.9);
  });
});

describe("buy till you die", () => {
  const rows = customers.map(({ history: { repeats, last, age }, purchases: { mean } }) => [
    repeats + 1,
    7 * (age - last),
    7 * age,
    mean,
  ]);
  const spent = customers.map(({ later, purchases }) => later * purchases.mean);
  const examples = examplesOf(["days", "since", "age", "worth"], rows, spent);
  const columns = { purchaseDays: "days", recency: "since", tenure: "age", value: "worth" };
  const family = btyd("law", { columns, horizonDays: 7 * AHEAD });

  it("predicts spend from four features, in any currency", async () => {
    const model = await family.fit(examples, { seed: 1 });
    const predicted = model.predict(examples);
    expect(Math.abs(bias(spent, predicted))).toBeLessThan(0.1);
    expect(normalisedGini(spent, predicted)).toBeGreaterThan(0.6);
    expectSameAfterLoading(family, model, examples);
    const inYen = examplesOf(
      examples.features,
      rows.map(([d = 0, s = 0, a = 0, w = 0]) => [d, s, a, 1000 * w]),
      spent,
    );
    const yen = (await family.fit(inYen, { seed: 1 })).predict(inYen);
    expect((yen[7] ?? 0) / (predicted[7] ?? 1)).toBeCloseTo(1000, 3);
  });

  it("predicts 0 without a purchase, and the mean purchase if the value is unknown", async () => {
    const model = await family.fit(examples, { seed: 1 });
    const odd = examplesOf(
      examples.features,
      [
        [0, Number.NaN, Number.NaN, Number.NaN],
        [3, 7, 70, Number.NaN],
      ],
      [0, 0],
    );
    const [none = 1, usual = 0] = model.predict(odd);
    expect(none).toBe(0);
    expect(usual).toBeGreaterThan(1);
    const nobody = { ...examples, x: new Float64Array(examples.x.length) };
    await expect(family.fit(nobody, { seed: 1 })).rejects.toThrow("needs customers with purchases");
  });
});

describe("special functions", () => {
  /** From scipy. */
  it.each([
    [0.1, 2.252712651734206],
    [0.7, 0.2608672465316665],
    [1.5, -0.12078223763524526],
    [30.25, 72.104204742008],
    [812, 4625.56356720166],
  ])("know the logarithm of the gamma function at %d", (x, value) => {
    expect(logGamma(x)).toBeCloseTo(value, 9);
  });

  it.each([
    [2.2, 4.4, 4.5, 0.5, 4.420585654470844],
    [12.2, 14, 13.1, 0.8, 1362527737.4590874],
    [0.3, 2.4, 1.9, 0.1, 1.041057413641225],
  ])("know the hypergeometric function at %d, %d, %d, %d", (a, b, c, z, value) => {
    expect(hypergeometric(a, b, c, z) / value).toBeCloseTo(1, 9);
  });
});

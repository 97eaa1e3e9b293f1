import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pairedBootstrap } from "../../../shared/learning/metrics/bootstrap.ts";
import {
  brier,
  brierSkill,
  decileError,
  logLoss,
  predictionDeciles,
} from "../../../shared/learning/metrics/calibration.ts";
import {
  calibrate,
  coverage,
  pinball,
  predictionInterval,
} from "../../../shared/learning/metrics/conformal.ts";
import {
  binCounts,
  featureProfile,
  type Profile,
  populationStability,
} from "../../../shared/learning/metrics/drift.ts";
import {
  bias,
  meanAbsoluteScaledError,
  rootMeanSquaredScaledError,
  symmetricPercentageError,
  tweedieDeviance,
  weightedAbsolutePercentageError,
} from "../../../shared/learning/metrics/errors.ts";
import { permutationImportance } from "../../../shared/learning/metrics/importance.ts";
import { areaUnderCurve, normalisedGini } from "../../../shared/learning/metrics/ranking.ts";
import type { Model } from "../../../shared/learning/model.ts";
import { quantile, sorted } from "../../../shared/learning/numbers.ts";
import { stream } from "../../../shared/learning/random.ts";
import { spendScores } from "../../../shared/learning/scoring.ts";
import { examplesOf } from "./examples.ts";

/** Computed once by scikit-learn and scipy. */
const reference: {
  readonly y: number[];
  readonly p: number[];
  readonly chance: number[];
  readonly history: number[];
  readonly expected: Record<string, number>;
} = JSON.parse(readFileSync(new URL("fixtures/metrics.json", import.meta.url), "utf8"));
const { y, p, chance, history } = reference;
const bought = y.map((value) => (value > 0 ? 1 : 0));

describe("scores", () => {
  it("equal those of scikit-learn and scipy", () => {
    const { mae, rmse, r2, medianAbsoluteError, spearman } = spendScores(y, p);
    const ours = {
      mae,
      rmse,
      r2,
      spearman,
      median: medianAbsoluteError,
      tweedie15: tweedieDeviance(y, p),
      auc: areaUnderCurve(y, p),
      aucChance: areaUnderCurve(y, chance),
      brier: brier(y, chance),
      logLoss: logLoss(y, chance),
      pinball90: pinball(y, p, 0.9),
      giniOfBuyers: normalisedGini(bought, p),
      mase: meanAbsoluteScaledError(y, p, history),
      rmsse: rootMeanSquaredScaledError(y, p, history),
      wape: weightedAbsolutePercentageError(y, p),
      smape: symmetricPercentageError(y, p),
      q37: quantile(sorted(p), 0.37),
    };
    expect(Object.keys(ours).sort()).toEqual(Object.keys(reference.expected).sort());
    for (const [name, value] of Object.entries(ours))
      expect(value, name).toBeCloseTo(reference.expected[name] ?? Number.NaN, 9);
  });

  it("give a perfect prediction a Gini of 1 and a constant one 0, whatever the order of the rows", () => {
    const constant = y.map(() => 3);
    expect(normalisedGini(y, y)).toBe(1);
    expect(normalisedGini(y, constant)).toBeCloseTo(0, 12);
    expect(normalisedGini(sorted(y), constant)).toBeCloseTo(0, 12);
  });

  it("show that R² depended on one customer", () => {
    const small = Array.from({ length: 100 }, (_, row) => row % 7);
    const scores = spendScores([...small, 10_000], [...small.map((_, row) => row % 3), 9_500]);
    expect(scores.r2).toBeGreaterThan(0.99);
    expect(scores.r2WithoutTop1).toBeLessThan(0);
  });

  it("measure calibration by tenths of the prediction and skill against the base rate", () => {
    const twice = y.map((value) => 2 * value);
    expect(decileError(y, y)).toBe(0);
    expect(decileError(y, twice)).toBeCloseTo(1, 12);
    expect(bias(y, twice)).toBeCloseTo(1, 12);
    expect(predictionDeciles(y, p).map(({ rows }) => rows)).toEqual(Array(10).fill(6));
    const base = bought.reduce<number>((total, value) => total + value, 0) / y.length;
    expect(
      brierSkill(
        y,
        y.map(() => base),
      ),
    ).toBeCloseTo(0, 12);
    expect(brierSkill(y, bought)).toBe(1);
  });
});

describe("the paired bootstrap", () => {
  const random = stream(5, "losses");
  const worse = Array.from({ length: 400 }, () => random.next());

  it("is certain of a difference in every row and uncertain of a random one", () => {
    const better = pairedBootstrap(
      worse.map((loss) => loss - 0.1),
      worse,
      { seed: 1 },
    );
    expect(better).toMatchObject({ better: 1, high: expect.toSatisfy((high: number) => high < 0) });
    // Of 60 random differences about one in twenty seems certain.
    const fooled = Array.from({ length: 60 }, (_, key) => {
      const other = stream(6, "losses", key);
      const equal = worse.map(() => other.next());
      const { low, high } = pairedBootstrap(
        equal,
        worse.map(() => other.next()),
        { seed: 1 },
      );
      return low > 0 || high < 0 ? 1 : 0;
    });
    expect(fooled.reduce<number>((total, value) => total + value, 0)).toBeLessThan(9);
  });

  it("is the same for the same seed and draws the rows of one customer together", () => {
    const none = worse.map(() => 0);
    const alone = pairedBootstrap(worse, none, { seed: 3 });
    expect(pairedBootstrap(worse, none, { seed: 3 })).toEqual(alone);
    const tenfold = (values: number[]) => values.flatMap((value) => Array<number>(10).fill(value));
    const groups = tenfold(worse.map((_, customer) => customer));
    const together = pairedBootstrap(tenfold(worse), tenfold(none), { seed: 3, groups });
    expect(together.high - together.low).toBeCloseTo(alone.high - alone.low, 9);
  });
});

describe("conformal intervals", () => {
  const drawn = (key: string, rows: number) => {
    const random = stream(9, key);
    const predicted = Array.from({ length: rows }, () => 1 + 200 * random.next());
    const truth = predicted.map((value) => (random.chance(0.5) ? 0 : value * 4 * random.next()));
    return { predicted, truth };
  };

  it.each(["ratio", "difference"] as const)(
    "have their nominal coverage on unseen rows, by %s",
    (residual) => {
      const seen = drawn("seen", 6000);
      const later = drawn("later", 6000);
      const calibration = calibrate(seen.truth, seen.predicted, residual);
      const intervals = later.predicted.map((value) => predictionInterval(calibration, value));
      const of = (name: "low80" | "high80" | "low95" | "high95" | "upper90") =>
        intervals.map((each) => each[name]);
      expect(calibration.bins).toHaveLength(6);
      // Half the truths and the lower bounds are exactly 0, so only the upper bound can fail.
      expect(coverage(later.truth, of("upper90"))).toBeCloseTo(0.9, 1.7);
      expect(coverage(later.truth, of("high95"), of("low95"))).toBeGreaterThan(0.94);
      expect(coverage(later.truth, of("high80"), of("low80"))).toBeGreaterThan(0.78);
    },
  );

  it("use one bin for few rows and refuse no rows", () => {
    const seen = drawn("few", 100);
    expect(calibrate(seen.truth, seen.predicted, "ratio").bins).toHaveLength(1);
    expect(() => calibrate([], [], "ratio")).toThrow("at least one row");
  });
});

describe("drift", () => {
  const stability = (before: Profile, now: readonly number[]) =>
    populationStability(before, binCounts(before.edges, now));
  const random = stream(2, "drift");
  const values = Array.from({ length: 5000 }, () => random.next());

  it("is 0 for the same distribution and large for another, missing values included", () => {
    const profile = featureProfile(values);
    expect(stability(profile, values)).toBeCloseTo(0, 12);
    expect(
      stability(
        profile,
        values.map((value) => value * 0.5),
      ),
    ).toBeGreaterThan(0.25);
    expect(
      stability(
        profile,
        values.map((value, row) => (row % 4 ? value : Number.NaN)),
      ),
    ).toBeGreaterThan(0.25);
  });

  it("copes with a feature that is constant or all missing", () => {
    expect(stability(featureProfile([1, 1, 1]), [1, 1])).toBeCloseTo(0, 9);
    expect(stability(featureProfile([Number.NaN, Number.NaN]), [Number.NaN])).toBeCloseTo(0, 9);
  });
});

describe("permutation importance", () => {
  it("ranks the most important feature first and an unused one at 0", () => {
    const random = stream(4, "importance");
    const rows = Array.from({ length: 300 }, () => [random.next(), random.next(), random.next()]);
    const examples = examplesOf(
      ["idle", "strong", "weak"],
      rows,
      rows.map(([, a = 0, b = 0]) => 3 * a + b),
    );
    const model: Model = {
      predict: ({ x, rows: count }) =>
        Float64Array.from({ length: count }, (_, row) => 3 * (x[row * 3 + 1] ?? 0) + (x[row * 3 + 2] ?? 0)),
      save: () => ({ family: "test", settings: {}, weights: new Uint8Array() }),
    };
    const loss = (truth: ArrayLike<number>, value: ArrayLike<number>) => spendScores(truth, value).rmse;
    const found = permutationImportance(model, examples, 1, loss);
    expect(found.map(({ feature }) => feature)).toEqual(["strong", "weak", "idle"]);
    expect(found[2]?.increase).toBe(0);
    expect(permutationImportance(model, examples, 1, loss)).toEqual(found);
  });
});

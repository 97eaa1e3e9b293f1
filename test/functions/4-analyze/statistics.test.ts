import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { adjusted } from "../../../functions/4-analyze/detect/benjamini-hochberg.ts";
import { cusum } from "../../../functions/4-analyze/detect/cusum.ts";
import { twoSidedNormal, twoSidedT } from "../../../functions/4-analyze/detect/distributions.ts";
import {
  leastPValue,
  mannKendall,
  plainMannKendall,
} from "../../../functions/4-analyze/detect/mann-kendall.ts";
import { medianOf } from "../../../functions/4-analyze/detect/rolling-median.ts";
import { median } from "../../../shared/learning/numbers.ts";
import { stream } from "../../../shared/learning/random.ts";

const Golden = z.object({
  studentT: z.array(
    z.object({ tails: z.union([z.literal(5), z.literal(6), z.literal(7)]), t: z.number(), p: z.number() }),
  ),
  normal: z.array(z.object({ z: z.number(), p: z.number() })),
  benjaminiHochberg: z.array(z.object({ p: z.array(z.number()), adjusted: z.array(z.number()) })),
  mannKendall: z.array(
    z.object({ values: z.array(z.number()), slope: z.number(), plain: z.number(), corrected: z.number() }),
  ),
});

/** Values that scipy and statsmodels gave, once. */
const golden = Golden.parse(
  JSON.parse(readFileSync(new URL("fixtures/statistics.json", import.meta.url), "utf8")),
);

describe("against scipy and statsmodels", () => {
  it("Student's t has the same two-sided p-values", () => {
    for (const { t, tails, p } of golden.studentT) expect(twoSidedT(t, tails)).toBeCloseTo(p, 12);
  });

  it("the normal distribution has the same two-sided p-values", () => {
    for (const { z: score, p } of golden.normal) expect(twoSidedNormal(score)).toBeCloseTo(p, 6);
  });

  it("Benjamini-Hochberg adjusts p-values to the same, with ties and for one", () => {
    for (const { p, adjusted: expected } of golden.benjaminiHochberg)
      for (const [place, value] of adjusted(p).entries()) expect(value).toBeCloseTo(expected[place] ?? 0, 12);
  });

  it("Mann-Kendall has the same p-values and Sen's slope, with ties", () => {
    for (const { values, slope, plain, corrected } of golden.mannKendall) {
      const series = Float64Array.from(values);
      expect(plainMannKendall(series).slope).toBeCloseTo(slope, 10);
      expect(plainMannKendall(series).pValue).toBeCloseTo(plain, 6);
      expect(mannKendall(series).pValue).toBeCloseTo(corrected, 6);
      expect(leastPValue(series)).toBeLessThanOrEqual(mannKendall(series).pValue);
    }
  });
});

describe("series that say nothing", () => {
  it.each([
    ["constant", new Float64Array(60).fill(7)],
    ["all zeros", new Float64Array(60)],
    ["one value", Float64Array.of(3)],
    ["none", new Float64Array(0)],
  ])("a %s series has no trend", (_, values) => {
    expect(mannKendall(values).pValue).toBeCloseTo(1, 6);
    expect(plainMannKendall(values).pValue).toBeCloseTo(1, 6);
  });
});

describe("cusum", () => {
  it("finds a small lasting shift on the day that its sum crosses the limit, and where it began", () => {
    const scores = [0, 0, -0.3, 1, 1, 1, 1, 1, 1];
    expect(cusum(scores, 0.5, 2.9).statistic).toBeCloseTo(3, 12);
    expect(cusum(scores, 0.5, 2.9).since).toBe(3);
    expect(cusum(scores, 0.5, 3.1).statistic).toBe(0);
  });

  it("starts anew after a crossing, and counts one score as 3 at most", () => {
    expect(cusum([2, 2, 2, 0], 0.5, 4).statistic).toBe(0);
    expect(cusum([50], 0.5, 4).statistic).toBe(0);
    expect(cusum([-2, -2, -2], 0.5, 4).statistic).toBeCloseTo(-4.5, 12);
  });
});

it("medians are those of the shared quantile, whatever the length", () => {
  const random = stream(1, "medians");
  for (let length = 1; length < 60; length++) {
    const values = Array.from({ length }, () => random.next());
    expect(medianOf(values)).toBeCloseTo(median(values), 14);
  }
});

import { describe, expect, it } from "vitest";
import { outliers } from "../../../functions/4-analyze/rules/outlier-rules.ts";
import { trendThrough } from "../../../functions/4-analyze/rules/trend-rule.ts";

const upTo = (count: number) => Float64Array.from({ length: count }, (_, at) => at + 1);

describe("a KPI's own rules", () => {
  const values = (...all: number[]) =>
    all.map((value, at) => ({ period: `2024-03-${10 + at}`, lastDay: `2024-03-${10 + at}`, value }));
  const rules = (more: object) =>
    ({ cadence: "daily", ...more }) as unknown as Parameters<typeof outliers>[1];
  const seven = values(8, 9, 10, 10, 10, 11, 12);

  it("by z-score count from the limit on", () => {
    const found = outliers(seven, rules({ zscore: { limit: 1.5 } }));
    expect(found.map(({ actual, severity, detectors }) => [actual, severity, ...detectors])).toEqual([
      [8, "medium", "zscore"],
      [12, "medium", "zscore"],
    ]);
    expect(found[1]?.statistic).toBeCloseTo(2 / Math.sqrt(10 / 6), 12);
    expect(found[1]?.confidence).toBeCloseTo(0.5 + 0.15 * (2 / Math.sqrt(10 / 6) - 1.5), 12);
    expect(outliers(seven.slice(1), rules({ zscore: { limit: 0.1 } }))).toEqual([]);
    expect(
      outliers(values(...Array(8).fill(5)), rules({ zscore: { limit: 0.1 }, iqr: { fences: 1 } })),
    ).toEqual([]);
  });

  it("by fences count beyond them, and two that agree are surer", () => {
    expect(outliers(seven, rules({ iqr: { fences: 1.5 } }))).toEqual([]);
    expect(outliers(seven, rules({ iqr: { fences: 1 } }))).toMatchObject([
      { actual: 8, expected: 10, statistic: 1.5, confidence: 0.6, severity: "low" },
      { actual: 12, expected: 10, statistic: 1.5, confidence: 0.6, detectors: ["iqr"] },
    ]);
    const [, high] = outliers(seven, rules({ iqr: { fences: 1 }, zscore: { limit: 1.5 } }));
    expect(high).toMatchObject({ detectors: ["zscore", "iqr"], statistic: 1.5 });
    expect(high?.confidence).toBeCloseTo(0.7, 12);
  });

  it("are judged against the baseline's days, both ends among them", () => {
    const all = [...seven, ...values(0, 0, 0, 0, 0, 0, 0, 100).slice(7)];
    const between = (from: string, to: string) => rules({ zscore: { limit: 60 }, baseline: { from, to } });
    expect(outliers(all, between("2024-03-10", "2024-03-16")).map(({ actual }) => actual)).toEqual([100]);
    expect(outliers(all, between("2024-03-11", "2024-03-16"))).toEqual([]);
    expect(outliers(all, between("2024-03-10", "2024-03-15"))).toEqual([]);
  });

  it("of a trend are told once, of the newest period, from ten periods on", () => {
    const rising = values(...upTo(10));
    const trend = (steep: number) => rules({ mannKendall: { pValue: 0.05, steep } });
    expect(trendThrough(rising, trend(0.9))).toMatchObject({
      ...{
        period: "2024-03-19",
        actual: 10,
        expected: 5.5,
        severity: "high",
        confidence: 0.99,
        detectors: ["mann_kendall"],
      },
    });
    expect(trendThrough(rising, trend(1))?.severity).toBe("medium");
    expect(trendThrough(rising.slice(1), trend(1))).toBeUndefined();
    expect(trendThrough(values(...Array(10).fill(3)), trend(1))).toBeUndefined();
    expect(trendThrough(rising, rules({}))).toBeUndefined();
  });
});

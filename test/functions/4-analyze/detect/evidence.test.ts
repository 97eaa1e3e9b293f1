import { describe, expect, it } from "vitest";
import { twoSidedT } from "../../../../functions/4-analyze/detect/distributions.ts";
import { evidenceOf } from "../../../../functions/4-analyze/detect/evidence.ts";
import { settingsFor } from "../../../../functions/4-analyze/detect/settings.ts";

describe("what the detectors say of a value", () => {
  const series = (values: readonly number[], volumes = values.map(() => 20)) => ({
    scale: "amount" as const,
    days: Int32Array.from(values, (_, at) => 4 + at),
    values: Float64Array.from(values),
    volumes: Float64Array.from(volumes),
  });
  const flat = Array.from({ length: 60 }, () => 100);

  it("is nothing until enough is known, and for what was always nothing", () => {
    expect(evidenceOf(series(flat.slice(0, 39)), settingsFor.daily, 4)).toEqual([]);
    // 20 values for a forecast, and 20 of its errors for what is normal.
    expect(evidenceOf(series(flat.slice(0, 41)), settingsFor.daily, 4)).toHaveLength(1);
    expect(evidenceOf(series(flat.map(() => 0)), settingsFor.daily, 4)).toEqual([]);
    expect(evidenceOf(series(flat), settingsFor.daily, 4 + 58)).toHaveLength(2);
  });

  it("is how far it lies off, in robust deviations, and what would have been usual", () => {
    const found = evidenceOf(
      series([...flat, 110], [...flat.map((_, at) => at), 7]),
      settingsFor.daily,
      4 + 60,
    );
    expect(found).toHaveLength(1);
    const [only] = found;
    // A series that never varied has a width of 2 %: 1.1 is 4.77 of them.
    expect(only?.z).toBeCloseTo(Math.log(1.1) / 0.02, 6);
    expect(only?.pValue).toBeCloseTo(twoSidedT(Math.log(1.1) / 0.02, 6), 9);
    expect([only?.actual, only?.volume, only?.usualVolume, only?.outsideFences, only?.shift]).toEqual([
      110,
      7,
      29.5,
      true,
      null,
    ]);
    expect([only?.expected, only?.low, only?.high].map((each) => each?.toFixed(3))).toEqual([
      "100.000",
      (100 * Math.exp(-2.570581836 * 0.02)).toFixed(3),
      (100 * Math.exp(2.570581836 * 0.02)).toFixed(3),
    ]);
  });

  it("is a shift once several days lie off in the same direction, with the means since it began", () => {
    const found = evidenceOf(series([...flat, 110, 110, 110]), settingsFor.daily, 4 + 60);
    expect(found.map(({ shift }) => shift?.since ?? null)).toEqual([null, null, 4 + 60]);
    const shift = found[2]?.shift;
    // Each score counts 3, less 0.5.
    expect([shift?.statistic, shift?.actual]).toEqual([7.5, 110]);
    expect(shift?.expected).toBeGreaterThan(99.9);
    expect(shift?.expected).toBeLessThan(103);
  });
});

import { describe, expect, it } from "vitest";
import {
  forecastEach,
  windowStart,
  withoutWeekdays,
} from "../../../../functions/4-analyze/detect/residuals.ts";
import { normalAt } from "../../../../functions/4-analyze/detect/scores.ts";
import { isOutermost, restore, transform } from "../../../../functions/4-analyze/detect/transform.ts";

const upTo = (count: number) => Float64Array.from({ length: count }, (_, at) => at + 1);

describe("what is expected of a day", () => {
  const settings = {
    window: 60,
    windowDays: 90,
    fewest: 3,
    alpha: 0.5,
    weekdayShrinkage: 0,
    monthEndShrinkage: 0,
  };
  const daysFrom = (first: number, count: number) =>
    Int32Array.from({ length: count }, (_, at) => first + at);

  it("depends on so many points before it, so many days old at most", () => {
    const days = Int32Array.of(0, 10, 20, 30, 31);
    expect([
      windowStart(days, 4, 60, 11),
      windowStart(days, 4, 60, 10),
      windowStart(days, 4, 1, 99),
      windowStart(days, 0, 9, 9),
    ]).toEqual([...[2, 3, 3, 0]]);
  });

  it("is the level, in which the newest value weighs most, from three points on", () => {
    const { expected, residuals } = forecastEach(
      { days: daysFrom(0, 4), values: Float64Array.of(1, 2, 3, 4) },
      settings,
    );
    expect([...expected]).toEqual([Number.NaN, Number.NaN, Number.NaN, 2.375]);
    expect(residuals[3]).toBe(1.625);
    const late = forecastEach({ days: daysFrom(0, 5), values: upTo(5) }, settings, 4);
    expect([late.expected[3], late.expected[4]]).toEqual([Number.NaN, 3.21875]);
  });

  it("is not moved by one outlier", () => {
    const values = Float64Array.of(0, 0, 0, 0, 0, 100, 7);
    expect(forecastEach({ days: daysFrom(0, 7), values }, settings).expected[6]).toBe(0);
  });

  it("contains a weekday's part, shrunk as if two days without it were known", () => {
    // From Monday 5 January 1970: nothing, and 9 on Sundays.
    const values = Float64Array.from({ length: 21 }, (_, at) => (at % 7 === 6 ? 9 : 0));
    const points = { days: daysFrom(4, 21), values };
    const weekly = { ...settings, weekdayShrinkage: 2, monthEndShrinkage: 4 };
    expect(forecastEach(points, weekly).expected[20]).toBeCloseTo(4.5158811218, 9);
    const flat = withoutWeekdays(points, 0, 14, weekly);
    // 9 × 2 / 4 less its mean over 14 days.
    expect(flat[6]).toBeCloseTo(9 - 4.5 + 9 / 14, 12);
    expect(flat[0]).toBeCloseTo(9 / 14, 12);
  });

  it("contains a part of the last two days of a month", () => {
    // 19 January to 1 February 1970: 6 on the 30th and 31st.
    const values = Float64Array.from({ length: 14 }, (_, at) => (at === 11 || at === 12 ? 6 : 0));
    const flat = withoutWeekdays({ days: daysFrom(18, 14), values }, 0, 14, {
      ...settings,
      weekdayShrinkage: 1e9,
      monthEndShrinkage: 4,
    });
    // Both lie 6 off: 6 × 2 / (2 + 4).
    expect([flat[10], flat[11], flat[12], flat[13]].map((each) => each?.toFixed(6))).toEqual([
      "0.000000",
      "4.000000",
      "4.000000",
      "0.000000",
    ]);
  });
});

it("what is normal of a residual: centre, robust width and fences", () => {
  const settings = {
    residuals: 9,
    residualDays: 99,
    fewestResiduals: 5,
    leastOfDeviation: 0,
    tails: 6 as const,
  };
  const residuals = Float64Array.of(100, 1, Number.NaN, 3, 2, 4, 50);
  const points = { days: Int32Array.from(residuals, (_, at) => at), values: residuals };
  const normal = (more = {}, own = residuals) =>
    normalAt(points, { expected: own, residuals: own }, 6, { ...settings, ...more });
  expect(normal()).toEqual({ centre: 3, scale: 1.4826, lowFence: -1, highFence: 7 });
  expect(normal({ leastOfDeviation: 0.6 })?.scale).toBeCloseTo(0.6 * Math.sqrt(7610 / 4), 9);
  expect(normal({ fewestResiduals: 6 })).toBeUndefined();
  expect(normal({ residuals: 4, fewestResiduals: 3 })?.centre).toBe(3);
  expect(normal({}, new Float64Array(7).fill(5))?.scale).toBe(0.02);
});

it("a value has even noise on its scale, and the ends of a scale are known", () => {
  expect([transform("amount", 0), transform("ratio", -1), transform("share", 2)]).toEqual([
    ...[Math.log(0.5), Math.log(0.01), Math.log(0.995 / (1 - 0.995))],
  ]);
  expect(
    [restore("amount", transform("amount", 7)), restore("share", transform("share", 0.3))].map((each) =>
      each.toFixed(9),
    ),
  ).toEqual([...["7.000000000", "0.300000000"]]);
  expect(["amount", "ratio"].map((scale) => isOutermost(scale as "amount", Math.log(0.5)))).toEqual([
    true,
    false,
  ]);
  expect([0, 0.005, 0.01, 0.99, 1].map((share) => isOutermost("share", transform("share", share)))).toEqual([
    ...[true, true, false, false, true],
  ]);
});

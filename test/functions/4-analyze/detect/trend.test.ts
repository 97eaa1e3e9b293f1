import { describe, expect, it } from "vitest";
import { settingsFor } from "../../../../functions/4-analyze/detect/settings.ts";
import { newTrend } from "../../../../functions/4-analyze/detect/trend.ts";

describe("a trend", () => {
  const forecast = {
    window: 60,
    windowDays: 90,
    fewest: 3,
    alpha: 0.5,
    weekdayShrinkage: 0,
    monthEndShrinkage: 0,
  };
  const trendOf = (
    days: readonly number[],
    at: number,
    fewest = 6,
    value = (place: number) => place,
    window = 10,
  ) =>
    newTrend(
      { days: Int32Array.from(days), values: Float64Array.from(days, (_, place) => value(place)) },
      at,
      { ...settingsFor.daily, forecast, trend: { window, windowDays: 90, fewest, pValue: 0.01 } },
    );
  // Day 4 is Monday, 5 January 1970.
  const weeks = Array.from({ length: 22 }, (_, place) => 4 + place);

  it("is tested on the first day of a week, and is the line through the window", () => {
    expect(trendOf(weeks, 7)).toMatchObject({ from: 0, to: 7, since: 4 });
    expect([trendOf(weeks, 6), trendOf(weeks, 8), trendOf(weeks, 8, 9)]).toEqual([null, null, null]);
    expect([trendOf(weeks, 7, 8)?.to, trendOf(weeks, 7, 9)]).toEqual([7, null]);
    expect(trendOf(weeks, 7, 6, () => 1)).toBeNull();
    expect(trendOf(weeks, 7, 6, (place) => -place)).toMatchObject({ from: 0, to: -7 });
  });

  it("is told once, until it turns or weeks lie between", () => {
    expect(trendOf(weeks, 14)).toBeNull();
    // It rose until the week before, and now falls.
    const turned = (place: number) => (place < 8 ? place : -10 * place);
    expect(trendOf(weeks, 14, 6, turned, 8)?.to).toBeLessThan(0);
    const near = [...weeks.slice(0, 8), 46];
    expect(trendOf(near, 8)).toBeNull();
    expect(trendOf([...weeks.slice(0, 8), 53], 8)?.to).toBe(8);
  });
});

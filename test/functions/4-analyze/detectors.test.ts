import { describe, expect, it } from "vitest";
import { agreeing } from "../../../functions/4-analyze/detect/agreeing-detectors.ts";
import { alarmsAmong } from "../../../functions/4-analyze/detect/alarms.ts";
import { confidenceOf } from "../../../functions/4-analyze/detect/confidence.ts";
import { withoutRepeats } from "../../../functions/4-analyze/detect/cooldown.ts";
import { twoSidedT } from "../../../functions/4-analyze/detect/distributions.ts";
import { type Evidence, evidenceOf } from "../../../functions/4-analyze/detect/evidence.ts";
import { forecastEach, windowStart, withoutWeekdays } from "../../../functions/4-analyze/detect/residuals.ts";
import {
  innerMedians,
  medianOfRange,
  rollingMedians,
} from "../../../functions/4-analyze/detect/rolling-median.ts";
import { normalAt } from "../../../functions/4-analyze/detect/scores.ts";
import { lookbackDays, settingsFor } from "../../../functions/4-analyze/detect/settings.ts";
import { isOutermost, restore, transform } from "../../../functions/4-analyze/detect/transform.ts";
import { newTrend } from "../../../functions/4-analyze/detect/trend.ts";
import type { Watched } from "../../../functions/4-analyze/detect/watched.ts";
import { periodEnd, readFor, stretchesOf } from "../../../functions/4-analyze/periods.ts";
import { outliers } from "../../../functions/4-analyze/rules/outlier-rules.ts";
import { trendThrough } from "../../../functions/4-analyze/rules/trend-rule.ts";
import { companyPeriods, seriesOf } from "../../../functions/4-analyze/series-of.ts";
import { severityOf } from "../../../functions/4-analyze/severity.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import type { Movement } from "../../../shared/insights/finding.ts";

const upTo = (count: number) => Float64Array.from({ length: count }, (_, at) => at + 1);

describe("medians around a point", () => {
  it("reach five points to each side, as far as there are any", () => {
    const values = upTo(13);
    expect([...rollingMedians(values, innerMedians(values), 0, 13)]).toEqual([
      ...[3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 8.5, 9, 9.5, 10, 10.5],
    ]);
    expect([...rollingMedians(values, innerMedians(values), 4, 10)]).toEqual(Array(6).fill(7.5));
    expect(
      [...innerMedians(values)].map((each, at) => (Number.isNaN(each) ? "" : `${at}:${each}`)).join(""),
    ).toBe("5:66:77:8");
    expect(medianOfRange(values, 2, 5)).toBe(4);
  });

  it("sort few and many values alike", () => {
    for (const count of [24, 25, 26])
      expect(medianOfRange(upTo(count).reverse(), 0, count)).toBe((count + 1) / 2);
  });
});

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

it("confidence and severity grow in steps", () => {
  const points = [0, 5.19, 5.2, -6, 7, 8, 11.6, 13.9, -14].map((z) => confidenceOf("point", z));
  expect(points).toEqual([59, 59, 62, 66, 73, 79, 90, 90, 95]);
  expect([confidenceOf("shift", 7.3), confidenceOf("shift", -7.4), confidenceOf("trend", 9)]).toEqual([
    72, 80, 43,
  ]);
  const severity = (actual: number, more = {}) =>
    severityOf({ actual, expected: 100, confidence: 100, part: 1, ...more });
  expect([60, 61, 85, 86, 95, 96, 140].map((actual) => severity(actual))).toEqual([
    ...["critical", "high", "high", "medium", "medium", "low", "high"],
  ]);
  expect([severity(5, { expected: 0 }), severity(5, { expected: 0, confidence: 10 })]).toEqual([
    "critical",
    "medium",
  ]);
  expect([severity(0, { confidence: 80 }), severity(0, { confidence: 79 })]).toEqual(["critical", "high"]);
  expect([severity(900, { part: 0.05 }), severity(900, { part: 0.04 })]).toEqual(["medium", "low"]);
});

const movement = (period: string, more: Partial<Movement> = {}): Movement => ({
  ...{ kpi: "k", cadence: "daily", period, dimension: "all", segment: "all", kind: "point", direction: "up" },
  ...{ actual: 1, expected: 1, low: null, high: null, score: 10, confidence: 90, severity: "low" },
  ...{ detectors: [], asked: 4, money: null, since: period, ...more },
});

it("an alarm is repeated only when days lie between, elsewhere, or when it is worse by more than a tenth", () => {
  const kept = (second: Movement, first = movement("2024-03-04")) =>
    withoutRepeats([first, second]).length === 2;
  const at = (period: string, more: Partial<Movement> = {}) => movement(period, more);
  expect([kept(at("2024-03-07")), kept(at("2024-03-08")), kept(at("2024-03-04"))]).toEqual([
    false,
    true,
    true,
  ]);
  expect([kept(at("2024-03-05", { score: -11 })), kept(at("2024-03-05", { score: 11.1 }))]).toEqual([
    false,
    true,
  ]);
  for (const more of [
    { kpi: "x" },
    { segment: "S" },
    { dimension: "d" },
    { direction: "down" },
    { kind: "trend" },
  ] as const)
    expect(kept(at("2024-03-05", more))).toBe(true);
  const shift = { kind: "shift" } as const;
  expect(["2024-03-14", "2024-03-15"].map((day) => kept(at(day, shift), at("2024-03-04", shift)))).toEqual([
    false,
    true,
  ]);
  const weekly = { cadence: "weekly" } as const;
  expect(["2024-03-11", "2024-03-18"].map((day) => kept(at(day, weekly), at("2024-03-04", weekly)))).toEqual([
    false,
    true,
  ]);
});

const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  ...{ day: dayOf("2024-03-04"), actual: 150, expected: 100, low: 80, high: 120, z: 8, pValue: 0.001 },
  ...{ outsideFences: true, shift: null, trend: null, usualVolume: 20, volume: 20, ...more },
});
const watched = (more: Partial<Watched> = {}): Watched => ({
  ...{ kpi: "k", cadence: "daily", dimension: "all", segment: "all", scale: "amount", isMoney: true },
  ...{
    minimumVolume: 20,
    materiality: { percent: 10, absolute: 5 },
    thresholds: [],
    breadth: 1,
    ingredients: [],
    ...more,
  },
});

it("a detector agrees with a movement in its own direction", () => {
  const shift = { statistic: -7, since: 0, actual: 0, expected: 0 };
  const trend = { pValue: 0.001, from: 1, to: 2, since: 0 };
  expect(agreeing(evidence({ shift, trend }), true)).toEqual(["zscore", "iqr", "mann_kendall"]);
  expect(agreeing(evidence({ shift, trend }), false)).toEqual(["cusum"]);
  expect(agreeing(evidence({ z: 3, outsideFences: false }), true)).toEqual([]);
  expect(agreeing(evidence({ z: -3.1, outsideFences: true }), false)).toEqual(["zscore", "iqr"]);
});

describe("an alarm", () => {
  const alarms = (own: Partial<Evidence> = {}, more: Partial<Watched> = {}, q?: number) =>
    alarmsAmong([{ watched: watched(more), evidence: evidence(own), part: 1 }], q);

  it("of a point says by how much, how sure and how bad", () => {
    expect(alarms()).toEqual([
      movement("2024-03-04", {
        ...{
          actual: 150,
          expected: 100,
          low: 80,
          high: 120,
          score: 8,
          confidence: 79,
          severity: "high",
          money: 50,
        },
        detectors: ["zscore", "iqr"],
      }),
    ]);
    expect(alarms({ actual: 50, z: -8 }, { isMoney: false })[0]).toMatchObject({
      direction: "down",
      money: null,
    });
  });

  it("needs significance, and a movement that matters in percent and in amount", () => {
    expect([
      alarms({ pValue: 0.05 }).length,
      alarms({ pValue: 0.051 }).length,
      alarms({ pValue: 0.04 }, {}, 0.03).length,
    ]).toEqual([1, 0, 0]);
    expect([alarms({ actual: 110 }).length, alarms({ actual: 109.9 }).length]).toEqual([1, 0]);
    const absolute = { materiality: { percent: 0, absolute: 5 } };
    expect([alarms({ actual: 105 }, absolute).length, alarms({ actual: 104.9 }, absolute).length]).toEqual([
      1, 0,
    ]);
  });

  it("needs the usual volume, and of a ratio that of the day", () => {
    const counts = (own: Partial<Evidence>, more: Partial<Watched> = {}) => alarms(own, more).length;
    expect([
      counts({ usualVolume: 19 }),
      counts({ volume: 0 }),
      counts({ volume: 19 }, { scale: "ratio" }),
    ]).toEqual([0, 1, 0]);
  });

  it("of many is one that holds among them", () => {
    const among = (...pValues: number[]) =>
      alarmsAmong(pValues.map((pValue) => ({ watched: watched(), evidence: evidence({ pValue }), part: 1 })))
        .length;
    // 0.03 alone is 0.06 of two.
    expect([among(0.03, 0.9), among(0.02, 0.9), among(0.03, 0.04)]).toEqual([0, 1, 2]);
  });

  it("of a shift goes in the direction of its means, and of a trend from where its line begins", () => {
    const shift = { statistic: 7.5, since: dayOf("2024-03-01"), actual: 130, expected: 100 };
    const quiet = { pValue: 0.9 };
    expect(alarms({ ...quiet, shift })).toMatchObject([
      {
        kind: "shift",
        actual: 130,
        expected: 100,
        score: 7.5,
        confidence: 80,
        since: "2024-03-01",
        detectors: ["zscore", "iqr", "cusum"],
      },
    ]);
    expect(alarms({ ...quiet, shift: { ...shift, statistic: -7.5 } })).toEqual([]);
    expect(alarms({ ...quiet, shift: { ...shift, actual: 105 } })).toEqual([]);
    const trend = { pValue: 0.009, from: Math.log(100), to: Math.log(150), since: dayOf("2024-02-01") };
    const [rise] = alarms({ ...quiet, trend });
    expect(rise).toMatchObject({ kind: "trend", direction: "up", confidence: 43, since: "2024-02-01" });
    expect([rise?.actual.toFixed(6), rise?.expected.toFixed(6)]).toEqual(["150.000000", "100.000000"]);
    expect(alarms({ ...quiet, trend: { ...trend, pValue: 0.01 } })).toEqual([]);
  });
});

describe("periods that are judged together", () => {
  const shown = (cadence: "daily" | "weekly" | "monthly", ...days: string[]) =>
    stretchesOf(cadence, days).map(({ first, last }) => `${isoDate(first)} ${isoDate(last)}`);

  it("reach as far as a judgement looks back, in pieces of 400 days", () => {
    expect([lookbackDays("daily"), lookbackDays("weekly"), lookbackDays("monthly")]).toEqual([
      258, 469, 1728,
    ]);
    expect(shown("daily", "2024-01-10")).toEqual([`2024-01-10 ${isoDate(dayOf("2024-01-10") + 258)}`]);
    expect(shown("weekly", "2024-01-10")).toEqual([
      `2024-01-08 ${isoDate(dayOf("2024-01-08") + 399)}`,
      `${isoDate(dayOf("2024-01-08") + 400)} ${isoDate(dayOf("2024-01-10") + 469)}`,
    ]);
    expect(shown("weekly", "2024-01-14")[0]?.slice(0, 10)).toBe("2024-01-08");
    expect(shown("monthly", "2024-01-31")[0]?.slice(0, 10)).toBe("2024-01-01");
  });

  it("are one stretch where they touch", () => {
    const second = (apart: number) => isoDate(dayOf("2024-01-10") + apart);
    expect(shown("daily", second(259), "2024-01-10")).toHaveLength(2);
    expect(shown("daily", second(259), "2024-01-10")[1]?.slice(-10)).toBe(isoDate(dayOf(second(259)) + 258));
    expect(shown("daily", "2024-01-10", second(260)).map((each) => each.slice(0, 10))).toEqual([
      "2024-01-10",
      second(260),
    ]);
    expect(shown("daily", "2024-01-10", second(5)).at(-1)?.slice(-10)).toBe(isoDate(dayOf(second(5)) + 258));
  });

  it("end with their last day, and need what lies before", () => {
    const end = (cadence: "daily" | "weekly" | "monthly", day: string) =>
      isoDate(periodEnd(cadence, dayOf(day)));
    expect([
      end("daily", "2024-02-01"),
      end("weekly", "2024-02-05"),
      end("monthly", "2024-02-01"),
      end("monthly", "2024-12-01"),
    ]).toEqual([...["2024-02-01", "2024-02-11", "2024-02-29", "2024-12-31"]]);
    expect(readFor("daily", { first: dayOf("2024-09-15"), last: dayOf("2024-09-20") })).toEqual({
      from: "2024-01-01",
      to: "2024-09-20",
    });
  });
});

it("a series has the periods in which the company traded: nothing sold is a value of an amount alone", () => {
  const row = (period: string, value: number | null, state = "complete") => ({
    ...{ kpi: "k", period, dimension: "all", segment: "all", value, volume: 3, state },
  });
  const rows = [
    row("2024-03-04", 1),
    row("2024-03-05", null),
    row("2024-03-06", 0, "closed"),
    row("2024-03-07", 0, "gap"),
    row("2024-03-08", 5, "learning"),
  ];
  const company = companyPeriods(rows);
  expect(company.map(isoDate)).toEqual(["2024-03-04", "2024-03-08"]);
  const own = [row("2024-03-08", 7)];
  expect([...seriesOf(watched(), own, company).values]).toEqual([0, 7]);
  expect([...seriesOf(watched(), own, company).volumes]).toEqual([0, 3]);
  expect([...seriesOf(watched({ scale: "ratio" }), own, company).values]).toEqual([7]);
});

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

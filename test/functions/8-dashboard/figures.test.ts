import { describe, expect, it } from "vitest";
import { companyMetrics } from "../../../functions/8-dashboard/metrics/company-metrics.ts";
import { kpiMetric } from "../../../functions/8-dashboard/metrics/kpi-metrics.ts";
import {
  type Cadence,
  newestTwo,
  periodEnd,
  periodOf,
  pointsOf,
  yearBefore,
} from "../../../functions/8-dashboard/metrics/series.ts";
import { withUsualRange } from "../../../functions/8-dashboard/metrics/usual-range.ts";
import { ageingLines } from "../../../functions/8-dashboard/pages/credit/ageing-card.ts";
import { ranked } from "../../../functions/8-dashboard/pages/customers/find-customers.ts";
import { monthsOf } from "../../../functions/8-dashboard/pages/customers/months.ts";
import { scoreOf } from "../../../functions/8-dashboard/pages/forecast/past-forecasts.ts";
import { periodTotals, startOf } from "../../../functions/8-dashboard/pages/forecast/periods.ts";
import { againstRules, byRank, measuresOf } from "../../../functions/8-dashboard/pages/models/scores.ts";
import { againstUsual } from "../../../functions/8-dashboard/pages/today/usual-day.ts";
import type { ShownCard } from "../../../functions/8-dashboard/sources/models.ts";
import { actOn } from "../../../shared/insights/acts.ts";
import { ageOf } from "../../../shared/serving/sections/ageing.ts";
import type { CustomerDay } from "../../../shared/serving/sections/customers.ts";
import type { KpiPoint, KpiSummary } from "../../../shared/serving/sections/kpis.ts";

describe("a period", () => {
  it("begins on Monday or on the first, and ends before the next one", () => {
    expect(["2024-03-03", "2024-03-04", "2024-03-10"].map(periodOf.weekly)).toEqual([
      ...["2024-02-26", "2024-03-04", "2024-03-04"],
    ]);
    expect([periodOf.daily("2024-02-29"), periodOf.monthly("2024-02-29")]).toEqual([
      "2024-02-29",
      "2024-02-01",
    ]);
    expect([
      periodEnd.daily("2024-02-28"),
      periodEnd.weekly("2024-02-26"),
      periodEnd.monthly("2024-02-01"),
    ]).toEqual([...["2024-02-29", "2024-03-04", "2024-03-01"]]);
    expect(periodEnd.monthly("2024-12-01")).toBe("2025-01-01");
    expect(["2024-01-31", "2024-03-31", "2024-04-01", "2024-12-01"].map(startOf.quarter)).toEqual([
      ...["2024-01-01", "2024-01-01", "2024-04-01", "2024-10-01"],
    ]);
  });

  const part = (date: string, numerator: number, denominator = 1) => ({ date, numerator, denominator });

  it("has the ratio of the sums of its days, and is complete once its last day is known", () => {
    const parts = [
      part("2024-03-04", 10, 4),
      part("2024-03-09", 2, 0),
      part("2024-03-11", 5, 0),
      part("2024-03-17", 0, 0),
    ];
    expect(pointsOf(parts, "weekly", true)).toEqual([
      { period: "2024-03-04", value: 3, isComplete: true },
      { period: "2024-03-11", value: null, isComplete: true },
    ]);
    expect(pointsOf(parts.slice(0, 3), "weekly", false)).toEqual([
      { period: "2024-03-04", value: 12, isComplete: true },
      { period: "2024-03-11", value: 5, isComplete: false },
    ]);
    expect(pointsOf(parts.slice(0, 1), "monthly", false)[0]?.isComplete).toBe(false);
  });

  it("is compared with 52 weeks or twelve months before", () => {
    const point = (period: string, value: number) => ({ period, value, isComplete: true });
    expect(yearBefore([point("2023-03-06", 1), point("2024-03-04", 2)], "weekly")).toEqual([null, 1]);
    expect(yearBefore([point("2023-03-01", 1), point("2024-03-01", 2)], "monthly")).toEqual([null, 1]);
  });
});

describe("what is usual", () => {
  const day = (place: number) => new Date(Date.UTC(2024, 0, 1 + place)).toISOString().slice(0, 10);
  const weeksOf = (values: readonly (number | null)[]) =>
    values.flatMap((value, week) =>
      Array.from({ length: 7 }, (_, place) => ({
        ...{ period: day(week * 7 + place), value: place === 0 ? value : 1000, isComplete: true },
      })),
    );

  it("is the median of the same weekday, from four of them on, with a robust spread and never below zero", () => {
    const mondays = withUsualRange(weeksOf([10, 20, 30, 40, 999]), "daily", "count").filter(
      (_, place) => place % 7 === 0,
    );
    expect(mondays.slice(0, 4).map(({ expected }) => expected)).toEqual(Array(4).fill(undefined));
    const { expected, low, high } = mondays[4] ?? {};
    // Distances 15, 5, 5, 15 from 25: their median is 10.
    expect([expected, low]).toEqual([25, 0]);
    expect(high).toBeCloseTo(25 + (2.5 * 10) / 0.6745, 9);
    const below = withUsualRange(weeksOf([10, 20, -30, 40, 1]), "daily", "count")[28];
    expect(below?.low).toBeCloseTo(15 - (2.5 * 15) / 0.6745, 9);
  });

  it("looks eight weeks back, or six months", () => {
    const values = [900, 1, 2, 3, 4, 5, 6, 7, 8, 0];
    expect(withUsualRange(weeksOf(values), "daily", "count")[63]?.expected).toBe(4.5);
    const points = values.map((value, place) => ({ period: `2024-0${place}-01`, value, isComplete: true }));
    expect(withUsualRange(points, "weekly", "count")[9]?.expected).toBe(4.5);
    expect(withUsualRange(points, "monthly", "count")[9]?.expected).toBe(5.5);
    expect(withUsualRange(points.slice(0, 5), "monthly", "count")[4]?.expected).toBe(2.5);
  });

  it("for today is the median of its weekday in the eight weeks before, from three on", () => {
    const mondays = (values: readonly number[]) =>
      values
        .flatMap((value, week) => [[day(week * 7), value] as const, [day(week * 7 + 1), 500] as const])
        .slice(0, -1);
    expect(againstUsual(mondays([1, 2, 9]))).toEqual({ value: 9, usual: undefined });
    expect(againstUsual(mondays([1, 5, 3, 9]))).toEqual({ value: 9, usual: 3 });
    // The first of ten weeks is too long ago.
    expect(againstUsual(mondays([900, 1, 2, 3, 4, 5, 6, 7, 8, 0]))).toEqual({ value: 0, usual: 4.5 });
    expect(againstUsual([])).toBeUndefined();
  });
});

describe("a metric of the company", () => {
  const metrics = companyMetrics({
    sales: [
      ["2024-03-04", 90, 3],
      ["2024-03-05", 50, 0],
      ["2024-03-06", 60, 2],
    ],
    countries: [
      ["2024-03-04", "GB", 2, 70],
      ["2024-03-04", "DE", 1, 30],
      ["2024-03-05", "DE", 0, 60],
      ["2024-03-06", "GB", 1, 25],
      ["2024-03-06", "FR", 1, 75],
    ],
    forecast: null,
    forecastMissing: null,
  });
  const of = (name: string) => metrics.find((metric) => metric.name === name);

  it("adds up days, and divides sums", () => {
    const values = (name: string) =>
      of(name)
        ?.points("daily")
        .map(({ value }) => value);
    expect(["net_sales", "gross_sales", "orders", "sales_per_order"].map(values)).toEqual([
      [90, 50, 60],
      [100, 60, 100],
      [3, 0, 2],
      [30, null, 30],
    ]);
    expect(of("sales_per_order")?.points("weekly")[0]?.value).toBe(40);
    expect(companyMetrics({ sales: [], countries: [], forecast: null, forecastMissing: null })).toEqual([]);
  });

  it("is compared with the same weekday a week before, of open days, where that is known", () => {
    const at = (period: string, more = {}) => ({ period, value: 1, isComplete: true, ...more });
    const periods = (points: Parameters<typeof newestTwo>[0], cadence: Cadence) =>
      newestTwo(points, cadence).map((point) => point?.period);
    const [closed, unfinished] = [{ isClosed: true }, { isComplete: false }];
    const week = [at("2024-03-04"), at("2024-03-10"), at("2024-03-11"), at("2024-03-12", unfinished)];
    expect(periods(week, "daily")).toEqual(["2024-03-11", "2024-03-04"]);
    expect(periods([at("2024-03-04", closed), ...week.slice(1)], "daily")).toEqual([
      "2024-03-11",
      "2024-03-10",
    ]);
    expect(periods([at("2024-03-08"), at("2024-03-09", closed), at("2024-03-10")], "daily")).toEqual([
      "2024-03-10",
      "2024-03-08",
    ]);
    expect(periods([at("2024-03-04"), at("2024-03-11"), at("2024-03-18")], "weekly")).toEqual([
      "2024-03-18",
      "2024-03-11",
    ]);
    expect(periods([at("2024-03-04")], "daily")).toEqual(["2024-03-04", undefined]);
  });

  it("is broken down by country where that is known: the newest period beside the one before, the largest first", () => {
    expect(of("gross_sales")?.segments("country", "daily")).toEqual([
      { name: "FR", value: 75, share: 0.75, before: 0 },
      { name: "GB", value: 25, share: 0.25, before: 0 },
      { name: "DE", value: 0, share: 0, before: 60 },
    ]);
    expect(of("net_sales")?.segments("country", "daily")).toEqual([]);
    expect([of("orders")?.dimensions, of("net_sales")?.dimensions]).toEqual([["country"], []]);
  });
});

describe("a KPI", () => {
  const summary: KpiSummary = {
    ...{ name: "k", owner: "o", unit: "count", direction: "down_good", formula: "count()" },
    ...{
      label: { en: "K", de: "Ka" },
      description: { en: "D" },
      cadence: ["weekly"],
      dimensions: ["store"],
      newest: [],
    },
  };
  const series = (segment: string, ...values: (number | null)[]) => ({
    ...{ cadence: "weekly" as const, dimension: segment === "all" ? "all" : "store", segment },
    points: values.map(
      (value, place): KpiPoint => [
        `2024-03-${["04", "11", "18"][place]}`,
        value,
        place === 2 ? "unfinished" : "complete",
      ],
    ),
  });

  it("shows its finished periods and words in the reader's language, or in English", () => {
    const metric = kpiMetric(summary, { series: [series("S1", 1), series("all", 5, null, 7)] });
    expect(metric.points("weekly")).toEqual([
      { period: "2024-03-04", value: 5, isComplete: true },
      { period: "2024-03-11", value: null, isComplete: true },
      { period: "2024-03-18", value: 7, isComplete: false },
    ]);
    expect(metric.points("daily")).toEqual([]);
    expect([metric.label("de"), metric.description("de"), metric.goodIs]).toEqual(["Ka", "D", "down"]);
  });

  it("has shares where its segments add up to the whole, and none where they overlap", () => {
    const segments = (...all: ReturnType<typeof series>[]) =>
      kpiMetric(summary, { series: all }).segments("store", "weekly");
    expect(
      segments(series("all", 8, 10), series("S1", 2, 4), series("S2", 1, 6), series("S3", null, null)),
    ).toEqual([
      { name: "S2", value: 6, before: 1, share: 0.6 },
      { name: "S1", value: 4, before: 2, share: 0.4 },
    ]);
    expect(
      segments(series("all", 8, 10), series("S1", 2, 4), series("S2", 1, 6.02)).map(({ share }) => share),
    ).toEqual([...[null, null]]);
    expect(
      segments(series("all", 8, 10), series("S1", 2, 12), series("S2", 1, -2)).map(({ share }) => share),
    ).toEqual([...[null, null]]);
    expect(segments(series("all", 8, 0), series("S1", 2, 0))[0]?.share).toBeNull();
  });
});

describe("the forecast page", () => {
  it("adds known days and days ahead by period, beside the year before where all of it is known", () => {
    const ahead = (date: string, value: number) => ({
      ...{ date, value, closed: false, low80: 0, high80: 0, low95: 0, high95: 0 },
    });
    const forecast = {
      ...{
        method: "m",
        version: null,
        asOf: "2024-03-02",
        completed: 0,
        notes: [],
        days: [ahead("2024-03-02", 5), ahead("2024-04-01", 6)],
      },
      total: { value: 0, low80: 0, high80: 0 },
    };
    const sales = [
      ["2023-02-02", 1, 1],
      ["2023-03-31", 2, 1],
      ["2024-02-29", 10, 1],
      ["2024-03-01", 20, 1],
    ] as [string, number, number][];
    expect(periodTotals(sales, forecast, "month", 3)).toEqual([
      { from: "2024-04-01", known: 0, ahead: 6, knownDays: 0, aheadDays: 1, before: null },
      { from: "2024-03-01", known: 20, ahead: 5, knownDays: 1, aheadDays: 1, before: 2 },
      // February of the year before began on the second.
      { from: "2024-02-01", known: 10, ahead: 0, knownDays: 1, aheadDays: 0, before: null },
    ]);
    expect(periodTotals(sales, null, "quarter", 9).map(({ from, known }) => `${from} ${known}`)).toEqual([
      "2024-01-01 30",
      "2023-01-01 3",
    ]);
  });

  it("says how far off past forecasts were, and how often sales of open days lay within 80 %", () => {
    const past = (value: number, actual: number, closed = false) => ({
      ...{ date: "2024-03-01", from: "2024-02-29", method: "m", closed, value, actual, low80: 8, high80: 12 },
    });
    expect(scoreOf([past(10, 8), past(10, 12), past(10, 13), past(10, 7), past(0, 0, true)])).toEqual({
      ...{ actual: 40, foreseen: 40, missed: 0.25, within: 0.5 },
    });
    expect(scoreOf([past(0, 0, true)])).toEqual({ actual: 0, foreseen: 0, missed: null, within: null });
  });
});

describe("customers", () => {
  const day = (date: string, gross: number, returns = 0): CustomerDay => [
    date,
    "GB",
    1,
    1,
    1,
    gross,
    returns,
    gross - returns,
  ];

  it("have a sum for each month, also without a purchase, of three years at most", () => {
    expect(monthsOf([day("2023-11-30", 5), day("2024-01-01", 7, 2), day("2024-01-31", 1)])).toEqual([
      { from: "2023-11-01", net: 5 },
      { from: "2023-12-01", net: 0 },
      { from: "2024-01-01", net: 6 },
    ]);
    expect(monthsOf([])).toEqual([]);
    const years = monthsOf([day("2020-01-01", 5), day("2024-01-01", 7)]);
    expect([years.length, years[0]?.from, years.at(-1)?.from]).toEqual([36, "2021-02-01", "2024-01-01"]);
  });

  it("stand in the asked order, of one country or of all", () => {
    const customer = (id: string, country: string | null) => ({
      ...{ id, country, orders: 1, net: 1, firstDay: "2024-01-01", lastDay: "2024-01-01", expected: null },
    });
    const ranks = {
      customers: [customer("A", "GB"), customer("B", "DE"), customer("C", "GB")],
      orders: { net: [2, 1, 0], orders: [], last: [], expected: [] },
      countries: [],
    };
    const ids = (country: string) => ranked(ranks, "net", country).map(({ id }) => id);
    expect([ids(""), ids("GB"), ids("FR")]).toEqual([["C", "B", "A"], ["C", "A"], []]);
    expect(ranked(ranks, "last", "")).toEqual([]);
  });
});

it("an invoice's age changes on the day after a month, and lines of no invoice stand, too", () => {
  expect([-1, 0, 1, 30, 31, 60, 61, 90, 91].map(ageOf)).toEqual([
    ...["current", "current", "to30", "to30", "to60", "to60", "to90", "to90", "more"],
  ]);
  expect(ageingLines([{ current: [2, 10], more: [1, 5] }, { more: [2, 7] }])).toEqual([
    { age: "current", invoices: 2, amount: 10 },
    { age: "to30", invoices: 0, amount: 0 },
    { age: "to60", invoices: 0, amount: 0 },
    { age: "to90", invoices: 0, amount: 0 },
    { age: "more", invoices: 3, amount: 12 },
  ]);
});

it("what was said of a finding covers it, and a mute or an event those at its place until it runs out", () => {
  const act = (finding: string, kind: "acknowledged" | "muted" | "expected", more = {}) => ({
    ...{ finding, kind, at: "2024-01-01T00:00:00Z", kpi: "k", dimension: "all", segment: "all" },
    ...{ from: "2024-01-02", until: "2024-01-04", ...more },
  });
  const at = (period: string, more = {}) => ({
    id: "f",
    kpi: "k",
    dimension: "all",
    segment: "all",
    period,
    ...more,
  });
  const muted = [act("other", "muted")];
  expect(
    ["2024-01-01", "2024-01-02", "2024-01-04", "2024-01-05"].map((period) => actOn(muted, at(period))?.kind),
  ).toEqual([...[undefined, "muted", "muted", undefined]]);
  for (const more of [{ kpi: "x" }, { dimension: "store" }, { segment: "S" }])
    expect(actOn(muted, at("2024-01-03", more))).toBeUndefined();
  expect(actOn([act("other", "acknowledged")], at("2024-01-03"))).toBeUndefined();
  expect(actOn([...muted, act("f", "acknowledged")], at("2030-01-01"))?.finding).toBe("f");
});

describe("a leaderboard", () => {
  const entry = (family: string, rank: number | null, holdout: Record<string, number>, baseline = false) => ({
    ...{ family, rank, holdout, baseline },
  });
  const card = {
    family: "trees",
    verdict: { measure: "mae" },
    leaderboard: [
      entry("mean", null, { mae: 8, other: 1 }, true),
      entry("trees", 2, { mae: 3, r2: 0.5 }),
      entry("last", 3, { mae: 4 }, true),
      entry("mlp", 1, { mae: 2 }),
    ],
  } as unknown as ShownCard;

  it("names the known measures in their order, and the best on the folds first", () => {
    expect(measuresOf(card)).toEqual(["mae", "r2"]);
    expect(byRank(card).map(({ family }) => family)).toEqual(["mlp", "trees", "last", "mean"]);
  });

  it("is compared with the best plain rule", () => {
    expect(againstRules(card)).toEqual({
      measure: "mae",
      own: 3,
      rule: { name: "last", score: 4 },
      less: 0.25,
    });
    expect(againstRules({ ...card, verdict: { ...card.verdict, challenger: 1 } } as ShownCard)?.less).toBe(
      0.75,
    );
    expect(againstRules({ ...card, leaderboard: card.leaderboard.slice(1, 2) })).toBeUndefined();
  });
});

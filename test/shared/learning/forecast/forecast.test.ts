import { describe, expect, it } from "vitest";
import { dayOf, isoDate, weekdayOf } from "../../../../shared/dates.ts";
import { learnCalendar } from "../../../../shared/learning/forecast/calendar.ts";
import { forecastSeries } from "../../../../shared/learning/forecast/forecast.ts";
import {
  combination,
  forecasterNamed,
  forecasters,
} from "../../../../shared/learning/forecast/forecasters.ts";
import { pastForecasts } from "../../../../shared/learning/forecast/history.ts";
import { rankForecasters, scoreForecasts } from "../../../../shared/learning/forecast/leaderboard.ts";
import { before } from "../../../../shared/learning/forecast/series.ts";
import { monday, shop } from "./series-of.ts";

describe("a forecast", () => {
  it.each(forecasters.filter(({ name }) => !["last value", "28-day mean"].includes(name)))(
    "continues a week without noise: $name",
    (forecaster) => {
      const length = forecaster.name.startsWith("year") ? 1000 : 140;
      const known = shop(length);
      const truth = shop(length + 30).values.subarray(length);
      const { days } = forecastSeries(known, forecaster, 30);
      for (const [index, day] of days.entries())
        expect(Math.abs(day.value - (truth[index] ?? 0))).toBeLessThan(1 + 0.05 * (truth[index] ?? 0));
    },
  );

  it("forecasts 0 for a closed day and marks it", () => {
    const { days } = forecastSeries(shop(200, { scatter: 0.3 }), combination, 30);
    const sundays = days.filter(({ date }) => new Date(date).getUTCDay() === 0);
    expect(sundays).toHaveLength(4);
    for (const day of sundays) expect(day).toMatchObject({ closed: true, value: 0, high95: 0 });
    expect(days.filter(({ closed }) => closed)).toHaveLength(4);
  });

  it("has about the nominal coverage", () => {
    let inside80 = 0;
    let inside95 = 0;
    let open = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const all = shop(430, { scatter: 0.35, seed });
      const { days } = forecastSeries({ ...all, values: all.values.subarray(0, 400) }, combination, 30);
      for (const [index, day] of days.entries()) {
        if (day.closed) continue;
        const truth = all.values[400 + index] ?? 0;
        open++;
        if (truth >= day.low80 && truth <= day.high80) inside80++;
        if (truth >= day.low95 && truth <= day.high95) inside95++;
      }
    }
    expect(inside80 / open).toBeGreaterThan(0.74);
    expect(inside80 / open).toBeLessThan(0.86);
    expect(inside95 / open).toBeGreaterThan(0.92);
    expect(inside95 / open).toBeLessThan(0.98);
  });

  it("follows growth that its past forecasts underestimated", () => {
    const growing = shop(400, { growth: 0.004, scatter: 0.1 });
    const [last] = pastForecasts(forecasterNamed("weekday mean"), growing, 30).slice(-1);
    expect(last?.factor).toBeGreaterThan(1.03);
    expect(last?.factor).toBeLessThanOrEqual(1.25);
    const steady = pastForecasts(forecasterNamed("weekday mean"), shop(400), 30).at(-1);
    expect(steady?.factor).toBeCloseTo(1, 6);
  });

  it("keeps its bands after two months of lost files", () => {
    const whole = shop(330, { scatter: 0.2 });
    const values = whole.values.map((value, index) => (index >= 150 && index < 210 ? 0 : value));
    const { days, total } = forecastSeries({ ...whole, values }, combination, 30);
    for (const { closed, value, low80 } of days) {
      if (closed) continue;
      expect(low80).toBeGreaterThan(0.6 * value);
    }
    expect(total.low80).toBeGreaterThan(0.7 * total.value);
  });

  it("widens its bands if weeks without a sale are usual", () => {
    const days = 400;
    const rare = Float64Array.from({ length: days }, (_, index) => (index % 23 === 0 ? 1000 + index : 0));
    const replays = pastForecasts(combination, { firstDay: monday, values: rare }, 30);
    expect(replays.slice(0, -5).every(({ actual }) => actual.every(Number.isFinite))).toBe(true);
  });

  it("notes a short history", () => {
    const { notes, completed } = forecastSeries(shop(70, { scatter: 0.2 }), combination, 30);
    expect(completed).toBe(0);
    expect(notes.join(" ")).toMatch(/provisional.*season of the year/);
    expect(() => forecastSeries(shop(40), combination, 30)).toThrow(
      "needs 56 days of sales and there are 40, up to 2024-02-09",
    );
  });
});

it("has bands after years without a sale", () => {
  const lively = shop(200, { scatter: 0.2 });
  const values = new Float64Array(2000);
  values.set(lively.values);
  const { total, days } = forecastSeries({ ...lively, values }, combination, 30);
  for (const number of [...Object.values(total), ...days.flatMap(({ low95, high95 }) => [low95, high95])])
    expect(number).toSatisfy(Number.isFinite);
});

describe("the past", () => {
  it("does not depend on the future: changing every later day changes no earlier forecast, band or factor", () => {
    const known = shop(300, { scatter: 0.3 });
    const cut = 200;
    const rewritten = {
      ...known,
      values: known.values.map((value, index) => (index < cut ? value : value * 50 + 1)),
    };
    for (const forecaster of forecasters) {
      const until = (series: typeof known) =>
        pastForecasts(forecaster, series, 30)
          .filter(({ origin }) => origin <= monday + cut)
          .map(({ origin, forecast, factor }) => ({ origin, forecast: [...forecast], factor }));
      expect(until(known).length).toBeGreaterThan(10);
      expect(until(rewritten)).toEqual(until(known));
    }
  });
});

describe("closed days", () => {
  it("are learned from a yearly break, not from one lost file", () => {
    const year = shop(400);
    const values = year.values.map((value, index) => {
      const date = new Date((monday + index) * 86_400_000).toISOString().slice(5, 10);
      return ["12-25", "12-26", "12-27", "03-12"].includes(date) ? 0 : value;
    });
    const calendar = learnCalendar({ ...year, values });
    const on = (date: string) => calendar.isClosed(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
    expect([on("2025-12-25"), on("2025-12-26"), on("2026-03-12"), on("2025-12-22")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(weekdayOf(monday)).toBe(1);
  });

  it.each([
    ["that has closed on two others", ["2024-05-06", "2024-05-27"], true],
    ["that has opened on one of two others", ["2024-05-06"], false],
    ["that has closed around Christmas alone", [], false],
  ] as const)("are public holidays that move, for a company %s", (_, closed, expected) => {
    const days = shop(330);
    const christmas = ["2024-01-01", "2024-01-02"];
    const holidays = [...christmas, "2024-05-06", "2024-05-27", "2024-08-26"];
    const values = days.values.map((value, index) =>
      [...christmas, ...closed].includes(isoDate(monday + index)) ? 0 : value,
    );
    const isHoliday = (day: number) => holidays.includes(isoDate(day));
    const august = dayOf("2024-08-26");
    const known = before({ ...days, values, isHoliday }, august - 20);
    expect(learnCalendar(known).isClosed(august)).toBe(expected);
    const { days: forecast } = forecastSeries(known, combination, 30);
    expect(forecast.find(({ date }) => date === "2024-08-26")?.value === 0).toBe(expected);
  });
});

describe("the leaderboard of forecasts", () => {
  it("compares all methods on the same weeks before the holdout", () => {
    const board = rankForecasters(shop(330, { scatter: 0.3, growth: 0.001 }), 30);
    expect(board.rows.map(({ name }) => name).sort()).toEqual(forecasters.map(({ name }) => name).sort());
    expect(board.origins.length).toBeGreaterThan(20);
    const last = Date.parse(board.origins.at(-1) ?? "");
    expect(Date.parse(board.holdout.from) - last).toBeGreaterThanOrEqual(30 * 86_400_000);
    const best = board.rows[0];
    const naive = board.rows.find(({ name }) => name === "seasonal naive");
    expect(best?.validation.mase).toBeLessThan(naive?.validation.mase ?? 0);
  });

  it("needs windows with data", () => {
    const values = shop(140).values.map((value, index) => (index >= 62 && index < 122 ? 0 : value));
    expect(() => rankForecasters({ firstDay: monday, values }, 30)).toThrow(
      "a leaderboard needs 137 days of sales, without a gap of weeks",
    );
  });

  it("scores a perfect forecast 0 and a doubled one 1", () => {
    const series = shop(100, { scatter: 0.2 });
    const actual = series.values.slice(70, 100);
    const open = [...actual].map((value) => value > 0);
    const at = (times: number) => [
      { origin: monday + 70, forecast: actual.map((v) => v * times), actual, open },
    ];
    expect(scoreForecasts(series, at(1))).toMatchObject({ mase: 0, wape: 0, totalError: 0, smape: 0 });
    expect(scoreForecasts(series, at(2)).wape).toBeCloseTo(1, 12);
    expect(scoreForecasts(series, at(2)).bias).toBeCloseTo(1, 12);
  });
});

import { describe, expect, it } from "vitest";
import { weekdayOf } from "../../../../shared/dates.ts";
import { learnCalendar } from "../../../../shared/learning/forecast/calendar.ts";
import { combination } from "../../../../shared/learning/forecast/forecasters.ts";
import { pastForecasts } from "../../../../shared/learning/forecast/history.ts";
import { scoreForecasts } from "../../../../shared/learning/forecast/leaderboard.ts";
import { seasonalNaive, twoWeeks } from "../../../../shared/learning/forecast/members/plain.ts";
import { yearAgo } from "../../../../shared/learning/forecast/members/year-ago.ts";
import { yearlySeason } from "../../../../shared/learning/forecast/members/yearly-season.ts";
import { openDays } from "../../../../shared/learning/forecast/open-days.ts";
import { before, type DailySeries } from "../../../../shared/learning/forecast/series.ts";
import { stream } from "../../../../shared/learning/random.ts";

const firstDay = 15_706;
const seriesFrom = (days: number, valueOn: (day: number) => number): DailySeries => ({
  firstDay,
  values: Float64Array.from({ length: days }, (_, index) => valueOn(firstDay + index)),
});

const week = [0.8, 1.1, 1, 0.9, 1, 1.2, 0.9];
const seasonOn = (day: number) =>
  0.4 * Math.sin((2 * Math.PI * day) / 365.25) + (0.1 * (day - firstDay)) / 365;
const yearly = (days: number, noise = 0) => {
  const random = stream(1, "seasons");
  return seriesFrom(days, (day) => {
    const scatter = noise * (random.next() + random.next() + random.next() - 1.5);
    return 5000 * (week[weekdayOf(day)] ?? 1) * Math.exp(seasonOn(day) + scatter);
  });
};

const future = Int32Array.from({ length: 30 }, (_, step) => firstDay + 850 + step);
const relativeError = (series: DailySeries, forecast: Float64Array) =>
  forecast.reduce((sum, value, step) => {
    const truth = series.values[(future[step] ?? 0) - firstDay] ?? Number.NaN;
    return sum + Math.abs(value / truth - 1) / forecast.length;
  }, 0);

const pastOf = (series: DailySeries, days: number) => {
  const known = before(series, firstDay + days);
  return openDays(known, learnCalendar(known));
};

describe("a method for a season", () => {
  it.each([yearAgo, yearlySeason])("finds the season of the year and its growth: $name", ({ forecast }) => {
    const series = yearly(900);
    const error = relativeError(series, forecast(pastOf(series, 850), future));
    expect(error).toBeLessThan(0.03);
    expect(error).toBeLessThan(
      relativeError(series, seasonalNaive.forecast(pastOf(series, 850), future)) / 3,
    );
  });

  it("repeats what every other week brings", () => {
    const series = seriesFrom(900, (day) => (Math.floor(day / 7) % 2 === 0 ? 1500 : 1000));
    expect(relativeError(series, twoWeeks.forecast(pastOf(series, 850), future))).toBe(0);
  });

  it.each([yearAgo, yearlySeason])("has no forecast before it has seen a year: $name", ({ forecast }) => {
    const values = forecast(pastOf(yearly(300), 300), future);
    expect(values.every(Number.isNaN)).toBe(true);
  });

  it.each([yearAgo, yearlySeason, twoWeeks])(
    "never sees the days that it forecasts: $name",
    ({ forecast }) => {
      const series = yearly(900, 0.2);
      const other = { firstDay, values: series.values.map((value, at) => (at >= 850 ? 3 * value : value)) };
      expect(forecast(pastOf(other, 850), future)).toEqual(forecast(pastOf(series, 850), future));
    },
  );
});

describe("the combination", () => {
  it("takes the season of the year into account where there is one", () => {
    const series = yearly(950, 0.2);
    const score = (forecaster: Parameters<typeof pastForecasts>[0]) =>
      scoreForecasts(series, pastForecasts(forecaster, series, 30).slice(-20, -6));
    const [own, plain] = [score(combination), score(seasonalNaive)];
    expect(own.mase).toBeLessThan(0.75 * plain.mase);
    expect(Math.abs(own.bias)).toBeLessThan(0.06);
  });

  it("gives those methods no vote where there is none", () => {
    const random = stream(2, "seasons");
    const series = seriesFrom(300, (day) => 1000 * (week[weekdayOf(day)] ?? 1) * (0.8 + 0.4 * random.next()));
    const members = combination.members.filter(({ specialist }) => !specialist);
    const without = pastForecasts({ name: "without", members }, series, 30).at(-1)?.forecast;
    const all = pastForecasts(combination, series, 30).at(-1)?.forecast;
    expect(members.length).toBe(5);
    for (const [step, value] of (without ?? []).entries())
      expect(Math.abs((all?.[step] ?? 0) / value - 1)).toBeLessThan(0.02);
  });
});

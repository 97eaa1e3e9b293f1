import { describe, expect, it } from "vitest";
import type { ExpectedEvent } from "../../../functions/4-analyze/expected-days.ts";
import { findIn } from "../../../functions/4-analyze/find.ts";
import type { KpiValue } from "../../../functions/4-analyze/read-values.ts";
import { dayOf, isoDate, weekdayOf } from "../../../shared/dates.ts";
import { stream } from "../../../shared/learning/random.ts";
import { readKpi } from "../../shared/kpis/kpi-text.ts";

/** A Monday. */
const firstDay = dayOf("2024-01-01");

interface Series {
  readonly values: readonly (number | null)[];
  readonly volume?: number;
  readonly dimension?: string;
  readonly segment?: string;
}

/** A row for each day from 2024-01-01 on; null is a day without trade. */
const rowsOf = ({ values, volume = 40, dimension = "all", segment = "all" }: Series): KpiValue[] =>
  values.map((value, day) => ({
    kpi: "sold",
    period: isoDate(firstDay + day),
    dimension,
    segment,
    value,
    volume: value === null ? 0 : volume,
    state: value === null ? "gap" : "complete",
  }));

const found = (lines: Readonly<Record<string, string>>, ...series: readonly Series[]) =>
  foundBeside([], lines, ...series);

const foundBeside = (
  expected: readonly ExpectedEvent[],
  lines: Readonly<Record<string, string>>,
  ...series: readonly Series[]
) => {
  const rows = series.flatMap(rowsOf);
  const stretch = { first: firstDay, last: firstDay + rows.length };
  return findIn([readKpi(lines)], rows, stretch, { cadence: "daily", timeZone: "UTC", expected }).map(
    ({ kind, period, segment, direction }) => `${kind} ${period} ${segment} ${direction}`,
  );
};

const belowZero = { thresholds: "[{ is: below, value: 0, unit: money }]" };
const fellByHalf = { thresholds: "[{ is: below, value: -50, unit: percent_change }]" };
const days = (count: number, value: (day: number) => number | null) =>
  Array.from({ length: count }, (_, day) => value(day));
/** About 100: it varies by less than what matters. */
const usual = (day: number) => 96 + stream(3, "usual", day).below(9);

describe("a hard threshold", () => {
  it("holds on the first day of a company", () => {
    expect(found(belowZero, { values: [-5] })).toEqual(["threshold 2024-01-01 all down"]);
    expect(found(belowZero, { values: [5] })).toEqual([]);
  });

  it("holds for the amounts of a company whose volume never suffices for statistics", () => {
    const small = { ...belowZero, minimumVolume: "{ atLeast: 20 }" };
    const values = days(80, (day) => (day === 70 ? -5 : 5 + (day % 3)));
    expect(found(small, { values, volume: 3 })).toEqual(["threshold 2024-03-11 all down"]);
  });

  it("is not held against a ratio of few rows, nor against a part of the business with few", () => {
    const many = {
      thresholds: "[{ is: above, value: 0.5, unit: share }]",
      unit: "share",
      formula: "sum(returns) / sum(gross)",
      additive: "false",
      minimumVolume: "{ atLeast: 20 }",
    };
    expect(found(many, { values: [0.9], volume: 19 })).toEqual([]);
    expect(found(many, { values: [0.9], volume: 20 })).toEqual(["threshold 2024-01-01 all up"]);
    const parts = { ...belowZero, minimumVolume: "{ atLeast: 20 }", dimensions: "[country]" };
    const company = { values: [10, 10, 10] };
    const country = { values: [5, 5, -5], dimension: "country", segment: "France" };
    expect(found(parts, company, { ...country, volume: 3 })).toEqual([]);
    expect(found(parts, company, { ...country, volume: 30 })).toEqual(["threshold 2024-01-03 France down"]);
  });

  it("of a change compares with five days before, and with the same weekdays once three are known", () => {
    expect(found(fellByHalf, { values: [100, 100, 100, 100, 10] })).toEqual([]);
    expect(found(fellByHalf, { values: [100, 100, 100, 100, 100, 10] })).toEqual([
      "threshold 2024-01-06 all down",
    ]);
    // From the fourth week on, quiet Sundays are no news.
    const weeks = days(28, (day) => (weekdayOf(firstDay + day) === 0 ? 20 : 100));
    const sundays = found(fellByHalf, { values: weeks }).map((each) => each.slice(0, 20));
    expect(sundays).toEqual(["threshold 2024-01-07", "threshold 2024-01-14", "threshold 2024-01-21"]);
  });

  it("of a change says nothing where nothing or less was expected", () => {
    expect(found(fellByHalf, { values: days(30, (day) => (day === 29 ? -9 : 0)) })).toEqual([]);
    expect(found(fellByHalf, { values: days(30, (day) => (day === 29 ? -90 : -9)) })).toEqual([]);
  });

  it("that stays crossed is told once, unless it is worse or days lie between", () => {
    expect(found(belowZero, { values: [-5, -5, -5, -5, -5] })).toHaveLength(1);
    expect(found(belowZero, { values: [-5, 5, 5, 5, -5] })).toHaveLength(2);
    expect(found(belowZero, { values: [-5, -50] })).toHaveLength(2);
  });
});

describe("a series", () => {
  it("of three days is learned, not judged", () => {
    expect(found({}, { values: [1, 100, 3] })).toEqual([]);
  });

  it("of zeros says nothing, also not when the first sale comes", () => {
    expect(found({}, { values: days(90, () => 0) })).toEqual([]);
    expect(found({}, { values: days(90, (day) => (day === 89 ? 40 : 0)) })).toEqual([]);
  });

  it("that was constant is found when it moves, but not by a few percent", () => {
    expect(found({}, { values: days(90, () => 100) })).toEqual([]);
    expect(found({}, { values: days(90, (day) => (day === 89 ? 97 : 100)) })).toEqual([]);
    expect(found({}, { values: days(90, (day) => (day === 89 ? 20 : 100)) })).toEqual([
      "point 2024-03-30 all down",
    ]);
  });

  it("with gaps is judged by the days that it has", () => {
    const gaps = days(180, (day) => (day % 14 < 7 ? null : usual(day)));
    expect(found({}, { values: gaps })).toEqual([]);
    const last = gaps.findLastIndex((value) => value !== null);
    const fallen = gaps.map((value, day) => (day === last ? 10 : value));
    expect(found({}, { values: fallen })).toEqual([`point ${isoDate(firstDay + last)} all down`]);
  });

  it("of a shop that is closed on Saturdays misses no Saturday", () => {
    const values = days(110, (day) => (weekdayOf(firstDay + day) === 6 ? null : usual(day)));
    expect(found({}, { values })).toEqual([]);
  });

  it("of a new country waits until its volume is usual, and the company is not alarmed by it", () => {
    const company = { values: days(90, usual) };
    const isNew = days(90, (day) => (day < 85 ? null : 30)).filter((value) => value !== null);
    const country = {
      values: [...days(85, () => null), ...isNew],
      dimension: "country",
      segment: "France",
      volume: 10,
    };
    const lines = { dimensions: "[country]", minimumVolume: "{ atLeast: 5 }" };
    expect(found(lines, company, country)).toEqual([]);
  });
});

describe("an expected event", () => {
  // A sale of ten days, then as ever but for one bad day.
  const sale = { from: isoDate(firstDay + 80), until: isoDate(firstDay + 89) };
  const bad = firstDay + 92;
  const values = days(110, (day) => {
    if (firstDay + day === bad) return 70;
    return day >= 80 && day < 90 ? 300 : usual(day);
  });
  const place = { kpi: "sold", dimension: "all", segment: "all", ...sale };

  it("is still found, and the days after it are judged as if it had not been", () => {
    const known = foundBeside([place], {}, { values });
    expect(known).toEqual([`point ${sale.from} all up`, `point ${isoDate(bad)} all down`]);
    // Its level taken for a new one hides the bad day.
    const plain = found({}, { values });
    expect(plain).toEqual([`point ${sale.from} all up`, "shift 2024-03-23 all up"]);
  });

  it("elsewhere, or of another KPI, changes nothing", () => {
    const others = [
      { ...place, kpi: "other" },
      { ...place, segment: "GB" },
      { ...place, dimension: "country" },
    ];
    expect(foundBeside(others, {}, { values })).toEqual(found({}, { values }));
  });
});

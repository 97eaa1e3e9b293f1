import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Cube } from "../../functions/4-analyze/causes/cube.ts";
import { explainAdditive } from "../../functions/4-analyze/causes/explain-additive.ts";
import { explainCounts } from "../../functions/4-analyze/causes/explain-counts.ts";
import { dayOf } from "../../shared/dates.ts";
import { approximate, decimalText, type Nano, nano, total } from "../../shared/decimal.ts";
import { type RetailLine, retailLines } from "../bench/insight/retail-lines.ts";
import { dataset } from "./datasets.ts";
import { plainCsv } from "./plain-csv.ts";

let lines: readonly RetailLine[] = [];
beforeAll(() => {
  lines = retailLines();
});

const read = (file: string) => plainCsv(readFileSync(join(dataset("seed-kpi-anomaly"), file), "utf8"));

const measures: Readonly<Record<string, (own: readonly RetailLine[]) => number>> = {
  total_revenue: (own) => own.reduce((sum, { quantity, price }) => sum + quantity * price, 0),
  units_sold: (own) => own.reduce((sum, { quantity }) => sum + quantity, 0),
  order_count: (own) => new Set(own.map(({ invoice }) => invoice)).size,
  active_customers: (own) => new Set(own.map(({ customer }) => customer).filter((id) => id !== "")).size,
};

const members: Readonly<Record<string, (line: RetailLine) => string>> = {
  Country: ({ country }) => country,
  StockCode: ({ code }) => code,
  HourOfDay: ({ at }) => String(Number(at.slice(11, 13))),
};

const between = (first: number, last: number) => lines.filter(({ day }) => day >= first && day <= last);

/** The seed's rule, with its defects: the last day of the week and of the baseline ends at its midnight, so it is left out. */
const seedDeviation = (kpi: string, week: string, dimension: string, segment: string): number => {
  const own = (line: RetailLine) => members[dimension]?.(line) === segment;
  const measure = (some: readonly RetailLine[]) => measures[kpi]?.(some.filter(own)) ?? 0;
  const baseline = measure(between(dayOf("2011-01-01"), dayOf("2011-11-29")));
  return measure(between(dayOf(week) - 6, dayOf(week) - 1)) - (baseline * 7) / 330;
};

const published = () =>
  read("root_causes.sample.transcribed.csv").flatMap((row) =>
    [1, 2, 3].map((place) => ({
      kpi: row["kpi_name"] ?? "",
      week: row["date"] ?? "",
      dimension: row[`driver_${place}_dimension`] ?? "",
      segment: row[`driver_${place}_segment`] ?? "",
      deviation: Number(row[`driver_${place}_deviation`]),
    })),
  );

const unitedKingdom = "United Kingdom";

/** The seven weeks before a week, newest first, after the week itself: Monday to Sunday, both whole. */
const weeksUntil = (week: string): readonly (readonly RetailLine[])[] =>
  Array.from({ length: 8 }, (_, back) => between(dayOf(week) - 6 - 7 * back, dayOf(week) - 7 * back));

/** Revenue by country and hour, exact to the last digit. */
const revenueCube = (week: string): Cube => {
  const cells = new Map<string, { members: readonly string[]; sums: Nano[] }>();
  for (const [window, own] of weeksUntil(week).entries())
    for (const line of own) {
      const named = [line.country, String(members["HourOfDay"]?.(line))];
      const key = named.join("\n");
      const cell = cells.get(key) ?? {
        members: [...named, "", "", ""],
        sums: Array.from({ length: 8 }, () => 0n),
      };
      cells.set(key, cell);
      cell.sums[window] = (cell.sums[window] ?? 0n) + nano(String(line.price)) * BigInt(line.quantity);
    }
  return {
    dimensions: ["country", "hour", "order", "customer", "product"],
    lineValue: 18,
    cells: [...cells.values()].map(({ members: named, sums: [actual = 0n, ...before] }) => ({
      members: named,
      exact: { actual, before },
      capped: { actual: approximate(actual), before: before.map(approximate) },
    })),
  };
};

describe("the seed's root causes", () => {
  it("are reproduced to the penny by its rule, with its defects", () => {
    const all = published();
    expect(all).toHaveLength(18);
    for (const { kpi, week, dimension, segment, deviation } of all)
      expect(seedDeviation(kpi, week, dimension, segment), `${kpi} ${week} ${segment}`).toBeCloseTo(
        deviation,
        1,
      );
  });

  it("count the Sunday, which the seed drops, and add up to the change", () => {
    const week = "2011-11-13";
    const explained = explainAdditive(revenueCube(week));
    // The published 132,858.01 left out 28,355.85 of Sunday; the whole week of the United Kingdom is 311,236.14.
    const sunday = measures["total_revenue"]?.(
      between(dayOf(week), dayOf(week)).filter(({ country }) => country === unitedKingdom),
    );
    expect(sunday).toBeCloseTo(28_355.85, 2);
    expect(decimalText(explained.actual)).toBe("346560.14");
    const parts = explained.drivers.map(({ contribution }) => nano(contribution ?? "0"));
    expect(total(parts)).toBe(explained.actual - explained.expected);
    expect(parts.length).toBeGreaterThan(2);
  });

  it("never scale or add up distinct counts: no part of customers is 126 % of the change, or of the wrong sign", () => {
    const week = "2011-11-20";
    const weeks = weeksUntil(week);
    const customers = (own: readonly RetailLine[]) => measures["active_customers"]?.(own) ?? 0;
    const counted = (own: (line: RetailLine) => boolean) => {
      const [actual = 0, ...before] = weeks.map((each) => customers(each.filter(own)));
      return { actual, before };
    };
    const whole = counted(() => true);
    const countries = [...new Set(lines.map(({ country }) => country))].map((segment) => ({
      dimension: "country",
      segment,
      ...counted(({ country }) => country === segment),
    }));
    const { drivers } = explainCounts(whole, countries, 1);
    expect(drivers.every(({ contribution, share }) => contribution === null && share === null)).toBe(true);
    const kingdom = countries.find(({ segment }) => segment === unitedKingdom);
    expect(kingdom?.actual).toBeLessThan(whole.actual);
    // Countries nearly add up, so the seed's 389 more British customers cannot be: there were 614 in all.
    expect((kingdom?.actual ?? 0) - Math.max(...(kingdom?.before ?? []))).toBeLessThan(200);
  });
});

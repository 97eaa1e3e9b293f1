import { expect, it } from "vitest";
import type { Watched } from "../../../functions/4-analyze/detect/watched.ts";
import { companyPeriods, seriesOf } from "../../../functions/4-analyze/series-of.ts";
import { isoDate } from "../../../shared/dates.ts";

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

import { expect, it } from "vitest";
import { readFavourites } from "../../../functions/6-publish/read-favourites.ts";
import { readFindings } from "../../../functions/6-publish/read-findings.ts";
import { readKpis } from "../../../functions/6-publish/read-kpis.ts";
import { readPastForecasts } from "../../../functions/6-publish/read-past-forecasts.ts";
import { readQuality } from "../../../functions/6-publish/read-quality.ts";
import { readQuarantine } from "../../../functions/6-publish/read-quarantine.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Params, Row, Warehouse } from "../../../shared/ports.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

/** A warehouse that answers with given rows, and what it was asked with. */
const asked = (rows: readonly Row[] = []) => {
  const params: Record<string, unknown>[] = [];
  const query = async (_: string, given: Params = {}) => {
    params.push(Object.fromEntries(Object.entries(given).map(([name, { value }]) => [name, value])));
    return rows;
  };
  return { warehouse: { query } as unknown as Warehouse, params };
};
const asOf = "2024-12-31";
const drained = async (stream: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of stream);
};

it("favourites are of 365 days, the newest among them", async () => {
  const { warehouse, params } = asked();
  await drained(readFavourites(warehouse, asOf));
  await drained(readFavourites(warehouse, null));
  expect(params).toEqual([{ since: "2024-01-02", last_day: asOf, after: "" }]);
});

it("past forecasts are of 90 days, and of what was said up to 30 days before", async () => {
  const { warehouse, params } = asked();
  await readPastForecasts(warehouse, asOf);
  await readPastForecasts(warehouse, null);
  expect(params).toEqual([{ since: "2024-10-03", last_day: asOf, made_since: "2024-09-03" }]);
});

it("findings and their causes are of the 400 days before the newest", async () => {
  const { warehouse, params } = asked();
  const platform = { warehouse, state: memoryStore({ classA: 0, classB: 0 }) } as unknown as Platform;
  await readFindings(platform, asOf);
  await readFindings(platform, null);
  expect(params).toEqual(Array.from({ length: 3 }, () => ({ first_period: "2023-11-27" })));
});

it("KPIs are by day, week and month, of segments by day for two months", async () => {
  const { warehouse, params } = asked();
  const kpis = [{ name: "orders", source: "clean.lines", dimensions: [] } as unknown as Kpi];
  const read = await readKpis({ warehouse, kpis }, asOf);
  await readKpis({ warehouse, kpis: [] }, asOf);
  await readKpis({ warehouse, kpis }, null);
  expect(params).toEqual([
    {
      daily_from: "2023-11-27",
      weekly_from: "2022-01-04",
      monthly_from: "2020-01-02",
      segments_from: "2024-11-01",
    },
  ]);
  expect(read.histories).toEqual([["orders", { series: [] }]]);
});

it("quality is of a year and quarantine of 13 weeks; of everything before the first sale", async () => {
  const { warehouse, params } = asked();
  const held = (feed: string, rule: string, column: string | null, rows: number) => ({
    feed,
    rule,
    column,
    rows,
  });
  const reasons = [
    held("b", "x", "p", 5),
    held("c", "x", null, 5),
    held("b", "y", "p", 3),
    held("b", "y", "q", 4),
  ];
  await readQuality({ warehouse }, asOf);
  const { rules } = await readQuarantine(warehouse, asOf, { reasons });
  await readQuality({ warehouse }, null);
  await readQuarantine(warehouse, null, { reasons: [] });
  const since = (day: string) => ({ since: day });
  const [year, weeks, all] = [since("2024-01-01"), since("2024-10-01"), since("0001-01-01")];
  expect(params).toEqual([year, year, {}, weeks, all, all, {}, all]);
  expect(rules.map(({ feed, rule, rows }) => `${feed} ${rule} ${rows}`)).toEqual(["b y 7", "b x 5", "c x 5"]);
});

it("a day's quality is the share of its rows that are kept, in hundredths of a percent", async () => {
  const row = { quality_day: asOf, feed: "f", rule: "r", broken_column: "", kept_rows: 2, held_rows: 1 };
  const { warehouse } = asked([row, { ...row, broken_column: "price", kept_rows: 0, held_rows: 0 }]);
  const { days, reasons } = await readQuality({ warehouse }, asOf);
  expect(days.map(({ score }) => score)).toEqual([66.67, 0]);
  expect(reasons).toEqual([
    { feed: "f", rule: "r", column: null, rows: 1 },
    { feed: "f", rule: "r", column: "price", rows: 0 },
  ]);
});

it("a day is compared with its weekday a week before, and a month with the one before that is known", async () => {
  const value = (cadence: string, start: string, worth: number | null, state = "complete") => ({
    ...{ kpi: "orders", cadence, start, dimension: "all", segment: "all", value: worth, state },
  });
  const { warehouse } = asked([
    value("daily", "2024-12-24", 5),
    value("daily", "2024-12-30", 6),
    value("daily", "2024-12-31", 7),
    value("daily", "2025-01-01", null),
    value("monthly", "2024-10-01", 8),
    value("monthly", "2024-11-01", null),
    value("monthly", "2024-12-01", 9, "partial"),
  ]);
  const kpis = [{ name: "orders", source: "clean.lines", dimensions: [] } as unknown as Kpi];
  const { list } = await readKpis({ warehouse, kpis }, asOf);
  expect(list.kpis[0]?.newest).toEqual([
    { cadence: "daily", period: "2024-12-31", value: 7, state: "complete", before: 5 },
    { cadence: "monthly", period: "2024-12-01", value: 9, state: "partial", before: 8 },
  ]);
});

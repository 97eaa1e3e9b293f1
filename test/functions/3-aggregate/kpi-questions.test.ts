import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { firstDate } from "../../../shared/dates.ts";
import { date, dayParams, texts } from "../../../shared/sql.ts";
import { type GivenTables, givenTables } from "../given-tables.ts";

let tables: GivenTables;
beforeAll(async () => {
  tables = await givenTables();
});
afterAll(() => tables.close());

const folder = "functions/3-aggregate/kpis";
const ask = (name: string, params = {}) => tables.ask(`${folder}/${name}.sql`, params);

describe("the calendar", () => {
  const trading = async (...days: string[]) => {
    await tables.run({ script: "delete from metrics.daily_sales where true", params: {} });
    await tables.insert(
      "metrics.daily_sales",
      { business_date: "2023-12-01", dimension: "country" },
      ...days.map((business_date) => ({ business_date, dimension: "company" })),
    );
    return ask("periods");
  };

  it("says of each day, week and month whether it is complete, and since when days are known", async () => {
    const gap = "gap no lines: a holiday, or a missing file";
    const closed = "closed no lines: the company does not trade on these weekdays";
    const unfinished = "unfinished the period goes on after the newest known day";
    expect(await trading("2024-03-04", "2024-03-05", "2024-03-11", "2024-03-13")).toEqual([
      "sales daily 2024-03-04 2024-03-04 complete  0",
      "sales daily 2024-03-05 2024-03-05 complete  1",
      `sales daily 2024-03-06 2024-03-06 ${gap} 2`,
      `sales daily 2024-03-07 2024-03-07 ${closed} 3`,
      `sales daily 2024-03-08 2024-03-08 ${closed} 4`,
      `sales daily 2024-03-09 2024-03-09 ${closed} 5`,
      `sales daily 2024-03-10 2024-03-10 ${closed} 6`,
      "sales daily 2024-03-11 2024-03-11 complete  7",
      `sales daily 2024-03-12 2024-03-12 ${gap} 8`,
      "sales daily 2024-03-13 2024-03-13 complete  9",
      `sales monthly 2024-03-01 2024-03-31 ${unfinished} 0`,
      "sales weekly 2024-03-04 2024-03-10 complete  0",
      `sales weekly 2024-03-11 2024-03-17 ${unfinished} 7`,
    ]);
    // A week and a month end with their newest day.
    const ended = await trading("2024-03-25", "2024-03-31");
    expect(ended.slice(-2)).toEqual([
      "sales monthly 2024-03-01 2024-03-31 complete  0",
      "sales weekly 2024-03-25 2024-03-31 complete  0",
    ]);
  });

  it("looks for the same weekday eight weeks before and after, and counts history up to a year", async () => {
    const rows = await trading("2024-01-01", "2024-01-03", "2024-03-15", "2024-03-18");
    const stateOf = (day: string) => rows.find((row) => row.startsWith(`sales daily ${day}`))?.split(" ")[4];
    expect(["2024-02-28", "2024-03-06", "2024-01-12", "2024-01-19"].map(stateOf)).toEqual([
      ...["gap", "closed", "closed", "gap"],
    ]);
    const year = await trading("2024-03-04", "2025-03-10");
    const historyOf = (day: string) =>
      year
        .find((row) => row.startsWith(`sales daily ${day}`))
        ?.split(" ")
        .at(-1);
    expect(["2025-03-03", "2025-03-04", "2025-03-05"].map(historyOf)).toEqual(["364", "365", "365"]);
  });

  it("is kept as it was when values were computed last", async () => {
    await tables.insert(
      "metrics.kpi_periods",
      {
        calendar: "sales",
        cadence: "weekly",
        period: "2024-01-01",
        last_day: "2024-01-07",
        state: "gap",
        reason: "why",
        history_days: 3,
      },
      {
        calendar: "sales",
        cadence: "daily",
        period: "2024-01-02",
        last_day: "2024-01-02",
        state: "complete",
        history_days: 1,
      },
      {
        calendar: "sales",
        cadence: "daily",
        period: "2024-01-01",
        last_day: "2024-01-01",
        state: "complete",
        history_days: 0,
      },
    );
    expect(await ask("known_periods")).toEqual([
      "sales daily 2024-01-01 2024-01-01 complete  0",
      "sales daily 2024-01-02 2024-01-02 complete  1",
      "sales weekly 2024-01-01 2024-01-07 gap why 3",
    ]);
  });
});

describe("a first order", () => {
  const changed = dayParams(["2024-03-05", "2024-03-07"]);
  beforeEach(async () => {
    const script =
      "delete from metrics.daily_customer_metrics where true; delete from metrics.first_orders where true";
    await tables.run({ script, params: {} });
    const day = (customer_id: string, business_date: string, orders = 1) => ({
      customer_id,
      business_date,
      orders,
    });
    await tables.insert(
      "metrics.daily_customer_metrics",
      day("A", "2024-03-05"),
      day("B", "2024-03-09"),
      day("B", "2024-03-20"),
      day("C", "2024-03-07"),
      day("C", "2024-03-10"),
      day("D", "2024-03-01"),
      day("D", "2024-03-05"),
      day("E", "2024-03-07"),
      day("E", "2024-03-05"),
      day("F", "2024-03-07"),
      day("F", "2024-03-06"),
      day("H", "2024-03-07", 0),
      day("I", "2024-03-05", 0),
      day("J", "2024-03-06"),
    );
    const known = (customer_id: string, first_order_day: string) => ({ customer_id, first_order_day });
    await tables.insert(
      "metrics.first_orders",
      known("A", "2024-03-05"),
      known("B", "2024-03-05"),
      known("C", "2024-03-10"),
      known("D", "2024-03-01"),
      known("F", "2024-03-05"),
      known("G", "2024-03-05"),
      known("H", "2024-03-07"),
    );
  });

  it("that is lost on a changed day, or moves to one, is told", async () => {
    expect(await ask("moved_first_orders", changed)).toEqual([
      "2024-03-05 true",
      "2024-03-07 true",
      "2024-03-10 false",
    ]);
    expect(await ask("next_first_orders", { ...changed, history_from: date(firstDate) })).toEqual([
      "2024-03-06",
      "2024-03-09",
    ]);
    expect(await ask("next_first_orders", { ...changed, history_from: date("2024-03-07") })).toEqual([
      "2024-03-07",
      "2024-03-09",
    ]);
  });

  it("follows the changed days: it stays, comes, moves, or is found in history", async () => {
    await tables.carryOut(`${folder}/first_orders.sql`, { ...changed, history_from: date(firstDate) });
    // J orders on a day that did not change, G and H order no more, and I only returned something.
    expect(
      await tables.lines("select customer_id, first_order_day from metrics.first_orders order by 1"),
    ).toEqual([
      "A 2024-03-05",
      "B 2024-03-09",
      "C 2024-03-07",
      "D 2024-03-01",
      "E 2024-03-05",
      "F 2024-03-06",
    ]);
  });
});

it("values of KPIs that are defined no more go, from a period on", async () => {
  const value = (kpi: string, period: string) => ({ kpi, period });
  await tables.insert(
    "metrics.kpi_values",
    value("kept", "2024-01-02"),
    value("gone", "2024-01-01"),
    value("gone", "2024-01-02"),
    value("gone", "2024-01-03"),
  );
  const removed = { defined: texts(["kept"]), removed_from: date("2024-01-02") };
  await tables.carryOut(`${folder}/removed_kpis.sql`, removed);
  expect(await tables.lines("select kpi, period from metrics.kpi_values order by 1, 2")).toEqual([
    "gone 2024-01-01",
    "kept 2024-01-02",
  ]);
});

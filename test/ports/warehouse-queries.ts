import { expect } from "vitest";
import type { WarehouseTests } from "./warehouse.ts";

/** The types and formats of results and parameters. */
export const testQueries: WarehouseTests = (test, the) => {
  test("returns exact numbers and times as text in one format, and INT64 as a number", async () => {
    const [row] = await the().warehouse.query(`select
      "O'Hara" as text, 42 as whole, -1.5 as float, numeric '12.50' as money, numeric '-0.000000001' as least,
      numeric '100' as round, true as yes, date '0001-01-01' as day, datetime '2024-10-06 12:34:56' as wall,
      datetime '2024-10-06 12:34:56.120' as wall_fraction, timestamp '2024-10-06 12:34:56+00' as instant,
      timestamp '1969-12-31 23:59:59.999999+00' as before_1970`);
    expect(row).toEqual({
      text: "O'Hara",
      whole: 42,
      float: -1.5,
      money: "12.5",
      least: "-0.000000001",
      round: "100",
      yes: true,
      day: "0001-01-01",
      wall: "2024-10-06T12:34:56",
      wall_fraction: "2024-10-06T12:34:56.12",
      instant: "2024-10-06T12:34:56Z",
      before_1970: "1969-12-31T23:59:59.999999Z",
    });
  });

  test("returns an INT64 beyond the safe integers as text", async () => {
    const [row] = await the().warehouse.query(
      "select 9007199254740991 as fits, 9007199254740993 as large, -9223372036854775807 as least",
    );
    expect(row).toEqual({ fits: 9007199254740991, large: "9007199254740993", least: "-9223372036854775807" });
  });

  test("returns null for every type, and an empty list for no rows", async () => {
    const { warehouse } = the();
    const [row] = await warehouse.query(
      "select cast(null as string) as a, cast(null as int64) as b, cast(null as numeric) as c, cast(null as timestamp) as d",
    );
    expect(row).toEqual({ a: null, b: null, c: null, d: null });
    expect(await warehouse.query("select 1 as one from unnest([1]) as x where x = 2")).toEqual([]);
  });

  test("returns each text of a long answer: short and long ones, repeated, empty, foreign and null", async () => {
    const kinds = ["", "twelve bytes", "thirteen byte", "thirteen bytE", "Größe 😀", "x".repeat(5000)];
    const cases = kinds.map((_, place) => `when ${place} then @kind_${place}`).join(" ");
    const rows = await the().warehouse.query(
      `select n, case mod(div(n, 3), 7) ${cases} end as kind from unnest(generate_array(0, 4999)) as n order by n`,
      Object.fromEntries(kinds.map((value, place) => [`kind_${place}`, { type: "STRING", value }])),
    );
    expect(rows).toEqual(
      Array.from({ length: 5000 }, (_, n) => ({ n, kind: kinds[Math.floor(n / 3) % 7] ?? null })),
    );
  });

  test("accepts parameters of each type, nulls and empty lists", async () => {
    const [row] = await the().warehouse.query(
      `select @text as text, @whole as whole, @float as float, @yes as yes, @day as day, @nothing is null as nothing,
        date '2024-10-06' in unnest(@days) as listed, 'b' in unnest(@names) as named,
        date '2024-10-06' in unnest(@no_days) as unlisted`,
      {
        text: { type: "STRING", value: `quotes ' " \` \\ and\nlines, 😀 -- @day` },
        whole: { type: "INT64", value: 7 },
        float: { type: "FLOAT64", value: 0.1 },
        yes: { type: "BOOL", value: false },
        day: { type: "DATE", value: "2024-02-29" },
        nothing: { type: "STRING", value: null },
        days: { type: "ARRAY<DATE>", value: ["2024-10-05", "2024-10-06"] },
        names: { type: "ARRAY<STRING>", value: ["a", "b"] },
        no_days: { type: "ARRAY<DATE>", value: [] },
      },
    );
    expect(row).toEqual({
      text: `quotes ' " \` \\ and\nlines, 😀 -- @day`,
      whole: 7,
      float: 0.1,
      yes: false,
      day: "2024-02-29",
      nothing: true,
      listed: true,
      named: true,
      unlisted: false,
    });
  });

  test("ignores unused parameters and refuses a missing one", async () => {
    const { warehouse } = the();
    const unused = { unused: { type: "STRING", value: "x" } } as const;
    expect(await warehouse.query("select '@missing' as text -- @missing", unused)).toEqual([
      { text: "@missing" },
    ]);
    await expect(warehouse.query("select @missing as text", unused)).rejects.toThrow("needs @missing");
  });

  test("reads thousands of rows in order", async () => {
    const rows = await the().warehouse.query(
      "select day from unnest(generate_date_array(date '2000-01-01', date '2015-12-31')) as day order by day",
    );
    expect(rows).toHaveLength(5844);
    expect([rows[0], rows[5000], rows[5843]]).toEqual([
      { day: "2000-01-01" },
      { day: "2013-09-09" },
      { day: "2015-12-31" },
    ]);
  });

  test("runs a query that starts with WITH or a parenthesis", async () => {
    const { warehouse } = the();
    expect(await warehouse.query("with a as (select 1 as one) select one from a")).toEqual([{ one: 1 }]);
    expect(await warehouse.query("(select 1 as one)")).toEqual([{ one: 1 }]);
  });

  test("refuses everything but a single SELECT", async () => {
    const { warehouse } = the();
    for (const sql of [
      "create table port.refused (a int64)",
      "select 1; select 2",
      "delete from port.refused where true",
      "",
      "begin transaction",
    ])
      await expect(warehouse.query(sql)).rejects.toThrow("only a single SELECT statement");
  });

  test("explains what is wrong with an invalid query", async () => {
    await expect(the().warehouse.query("select nothing_there from port.nowhere")).rejects.toThrow(/nowhere/);
  });
};

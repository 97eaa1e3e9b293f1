import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toDuckDb } from "../../../infra/googlesql/rewrite.ts";
import { splitStatements } from "../../../infra/googlesql/statements.ts";
import { type DuckDb, openDuckDb } from "../../sql/duckdb.ts";
import type { Cell } from "../../sql/values.ts";
import type { Parameter } from "../../sql/zetasql.ts";

let duckdb: DuckDb;
beforeEach(async () => {
  duckdb = await openDuckDb();
  await run(`create schema if not exists shop options (location = 'EU');
    create table if not exists shop.stock (
      item string not null options (description = 'what; it is'), pieces int64, price numeric, seen date
    ) partition by date_trunc(seen, month) cluster by item options (require_partition_filter = false);
    insert into shop.stock (item, pieces, price, seen)
      values ('cup', 3, 1.123456789, date '2024-01-01'), ('pot', null, 2, date '2024-01-02')`);
});
afterEach(() => duckdb.close());

const run = async (script: string, parameters?: Readonly<Record<string, Parameter>>): Promise<void> => {
  for (const statement of splitStatements(script)) await duckdb.evaluate(statement, parameters);
};

const stock = (): Promise<Cell[][]> =>
  duckdb.evaluate("select item, pieces, price from shop.stock order by item");

describe("GoogleSQL statements on DuckDB", () => {
  it("create tables that keep nine decimals and enforce NOT NULL", async () => {
    expect(await stock()).toEqual([
      ["cup", 3, "1.123456789"],
      ["pot", null, "2"],
    ]);
    await expect(run("insert into shop.stock (item) values (null)")).rejects.toThrow("NOT NULL");
  });

  it("insert the rows of a query", async () => {
    await run(
      "INSERT shop.stock (item, pieces) SELECT CONCAT(item, 's'), pieces * 2 FROM shop.stock WHERE pieces > 0",
    );

    expect(await stock()).toContainEqual(["cups", 6, null]);
  });

  it("insert the rows of a query that starts with WITH", async () => {
    await run("insert into shop.stock (item) with more as (select 'jug' as item) select item from more");

    expect(await stock()).toContainEqual(["jug", null, null]);
  });

  it("update rows, alone and from other rows", async () => {
    await run(`update shop.stock as s set s.pieces = ifnull(pieces, 0) + 1, price = price / 2 where true;
      update shop.stock set price = n.price from (select 'cup' as item, numeric '9' as price) as n
      where stock.item = n.item`);

    expect(await stock()).toEqual([
      ["cup", 4, "9"],
      ["pot", 1, "1"],
    ]);
  });

  it("delete rows by the values of a parameter", async () => {
    await run("delete shop.stock where seen between @day and @day and seen in unnest(@days)", {
      day: { type: "DATE", value: "2024-01-01" },
      days: { type: "ARRAY<DATE>", value: ["2024-01-01", "2024-01-02"] },
    });

    expect((await stock()).map(([item]) => item)).toEqual(["pot"]);
  });

  it("merge: update matching rows, insert new ones, delete missing ones", async () => {
    await run(`merge into shop.stock as t
      using (select 'cup' as item, 7 as pieces union all select 'jug', 1) as s
      on t.item = s.item
      when matched and s.pieces > 5 then update set t.pieces = s.pieces
      when not matched by target then insert (item, pieces) values (s.item, s.pieces)
      when not matched by source and t.seen > date '2024-01-01' then delete`);

    expect(await stock()).toEqual([
      ["cup", 7, "1.123456789"],
      ["jug", 1, null],
    ]);
  });

  it("merge only rows that meet the condition too", async () => {
    await run(`merge shop.stock t using (select 'cup' as item, 5 as pieces union all select 'jug', 1) s
      on t.item = s.item
      when matched and s.pieces > 5 then delete
      when not matched and s.pieces > 1 then insert (item) values (s.item)
      when not matched by source and t.seen > date '2024-01-02' then delete`);

    expect((await stock()).map(([item]) => item)).toEqual(["cup", "pot"]);
  });

  it("merge twice with the same result", async () => {
    const merge = `MERGE shop.stock t USING shop.stock s ON t.item = s.item AND FALSE
      WHEN NOT MATCHED THEN INSERT (item) VALUES (s.item) WHEN NOT MATCHED BY SOURCE THEN DELETE`;
    await run(merge);
    await run(merge);

    expect((await stock()).map(([item]) => item)).toEqual(["cup", "pot"]);
  });

  it("roll back one transaction and commit another", async () => {
    await run("begin transaction; delete from shop.stock where true; rollback transaction");
    await run("begin; delete from shop.stock where item = 'cup'; commit transaction;");

    expect((await stock()).map(([item]) => item)).toEqual(["pot"]);
  });

  it("empty and drop tables", async () => {
    await run("create table shop.copy as select * from shop.stock; truncate table shop.copy");
    expect(await duckdb.evaluate("select count(*) from shop.copy")).toEqual([[0]]);

    await run("drop table shop.copy; drop table if exists shop.copy");
    await expect(run("drop table shop.copy")).rejects.toThrow("does not exist");
  });

  it("create and replace views and temporary tables", async () => {
    for (const _ of [1, 2]) {
      await run(`create or replace view shop.weekdays as select item, extract(dayofweek from seen) as day from shop.stock;
        create view if not exists shop.weekdays as select 1 as x;
        create or replace temp table known as select item from shop.stock`);
    }

    expect(
      await duckdb.evaluate("select w.day from shop.weekdays as w join known using (item) order by day"),
    ).toEqual([[2], [3]]);
  });

  it("are written without layout and options, with quoted names and $parameters", () => {
    const ddl =
      "create table if not exists a.b (day date not null, `end` array<int64>) partition by day cluster by `end`";

    expect(toDuckDb(ddl)).toBe('CREATE TABLE IF NOT EXISTS "a"."b" ("day" DATE NOT NULL, "end" BIGINT[])');
    expect(toDuckDb("create or replace temp table b as select 1 as x")).toBe(
      'CREATE OR REPLACE TEMP TABLE "b" AS SELECT 1 AS "x"',
    );
    expect(toDuckDb("select @p from `a.b` as x where not x.day >= @q")).toBe(
      'SELECT $p FROM "a"."b" AS "x" WHERE NOT "x"."day" >= $q',
    );
  });
});

import { describe, expect, test } from "vitest";
import { withDatasetPrefix } from "../../../infra/gcp/bigquery-dataset-prefix.ts";
import { safeJobId } from "../../../infra/gcp/bigquery-names.ts";
import { mergedDefinitions } from "../../../infra/gcp/warehouse.ts";
import { openFake } from "./open-fake.ts";

describe("the dataset prefix", () => {
  test.each([
    ["select line.a from clean.lines as line", "select line.a from acme_clean.lines as line"],
    [
      "insert into raw.x (a) select 'from raw.x' from raw . x",
      "insert into acme_raw.x (a) select 'from raw.x' from acme_raw . x",
    ],
    [
      "select * from raw.a as a, raw.b b, unnest([1]) join raw.c using (x)",
      "select * from acme_raw.a as a, acme_raw.b b, unnest([1]) join acme_raw.c using (x)",
    ],
    [
      "select x.a, y.b from (raw.a x join raw.b y on x.a = y.b), raw.c",
      "select x.a, y.b from (acme_raw.a x join acme_raw.b y on x.a = y.b), acme_raw.c",
    ],
    [
      "select a.b, c.d from raw.t where x.y in (select e.f from raw.u) order by a.b, c.d",
      "select a.b, c.d from acme_raw.t where x.y in (select e.f from acme_raw.u) order by a.b, c.d",
    ],
    [
      "select extract(year from t.d), a is distinct from t.b from raw.t",
      "select extract(year from t.d), a is distinct from t.b from acme_raw.t",
    ],
    [
      "delete from clean.a where clean.b = 1; update clean.c set x = 1 where true",
      "delete from acme_clean.a where clean.b = 1; update acme_clean.c set x = 1 where true",
    ],
    [
      "merge into a.t using b.s on t.x = s.x when matched then delete",
      "merge into acme_a.t using acme_b.s on t.x = s.x when matched then delete",
    ],
    [
      "create schema if not exists raw; create table if not exists raw.t (a int64)",
      "create schema if not exists acme_raw; create table if not exists acme_raw.t (a int64)",
    ],
    [
      "alter table raw.t add column a date; drop table if exists raw.t; truncate table raw.t",
      "alter table acme_raw.t add column a date; drop table if exists acme_raw.t; truncate table acme_raw.t",
    ],
    [
      "create or replace temp table fresh as select 1 from fresh -- from raw.t",
      "create or replace temp table fresh as select 1 from fresh -- from raw.t",
    ],
    [
      "select 1 from `raw.t` join `raw`.u on true /* from raw.t */",
      "select 1 from `acme_raw.t` join `acme_raw`.u on true /* from raw.t */",
    ],
    [
      "with raw as (select 1 as t) select raw.t from raw",
      "with raw as (select 1 as t) select raw.t from raw",
    ],
  ])("stands before datasets and nowhere else: %s", (sql, expected) => {
    expect(withDatasetPrefix(sql, "acme_")).toBe(expected);
    expect(withDatasetPrefix(sql, "")).toBe(sql);
  });

  test("refuses a table name with a project", () => {
    expect(() => withDatasetPrefix("select 1 from other.raw.t", "acme_")).toThrow("other.raw.t");
  });
});

describe("definitions", () => {
  test("of columns of one table become one job", () => {
    const script = `create table if not exists raw.a (x int64);
      alter table raw.a add column if not exists x int64;
      alter table raw.a add column if not exists y string; -- new
      insert into raw.a (x) values (1);
      alter table raw.b add column if not exists z date`;
    expect(mergedDefinitions(script)).toEqual([
      "create table if not exists raw.a (x int64)",
      "alter table raw.a add column if not exists x int64\n, add column if not exists y string",
      "alter table raw.b add column if not exists z date",
    ]);
  });
});

describe("a job id", () => {
  test("keeps a plain id and stays unique for other ids", () => {
    const ids = ["clean-1", "clean.1", "clean/1", "clean 1", "ä", "x".repeat(2_000), `${"x".repeat(2_000)}y`];
    const made = ids.map((id) => safeJobId("daybook", id));
    expect(made[0]).toBe("daybook-clean-1");
    expect(new Set(made).size).toBe(ids.length);
    for (const id of made) expect(id).toMatch(/^[A-Za-z0-9_-]{1,1000}$/);
  });
});

describe("a query to BigQuery", () => {
  test("carries types, a limit, labels and one request id for all attempts", async () => {
    const { fake, warehouse } = await openFake();
    fake.faults.push({ on: "query", how: "lost" });
    await warehouse.query("select @day as day", { day: { type: "DATE", value: "2024-10-05" } });
    expect(fake.seen).toHaveLength(2);
    expect(fake.seen[1]?.body).toEqual(fake.seen[0]?.body);
    expect(fake.seen[0]?.body).toMatchObject({
      queryParameters: [
        { name: "day", parameterType: { type: "DATE" }, parameterValue: { value: "2024-10-05" } },
      ],
      maximumBytesBilled: "1000000000",
      labels: { app: "daybook" },
      location: "europe-west3",
    });
  });

  test("that takes long is polled until its rows arrive", async () => {
    const { fake, warehouse } = await openFake();
    expect(await warehouse.query("select 'takes long' as text")).toEqual([{ text: "takes long" }]);
    expect(fake.seen.map(({ kind }) => kind)).toEqual(["query", "page"]);
  });

  test("that is wrong explains why and what to do", async () => {
    const { warehouse } = await openFake();
    await expect(warehouse.query("select a from t.nowhere")).rejects.toThrow(
      /^BigQuery refused a query: invalidQuery: .*nowhere[\s\S]*The SQL or its parameters/,
    );
  });
});

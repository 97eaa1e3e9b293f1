import { expect, it } from "vitest";
import { assertFeedsSql } from "../../../infra/googlesql/feed-sql.ts";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";
import { contractText } from "../../functions/1-ingest/contract.ts";

const feed = parseContract(contractText({ id: { required: true } }), "feed.yaml");
const own = `clean.${feed.name}`;
const check =
  (sql: string, reads: readonly string[] = []) =>
  () =>
    assertFeedsSql([{ ...feed, sql, reads: [...reads] }]);

it.each([
  `create table if not exists ${own} (id string)\noptions (description = 'x'); delete from ${own} where true; insert into ${own} select id from ${feed.table}`,
  `create temp table seen as select id from ${feed.table}; insert into ${own} (id) with a as (select * from seen), b as (select * from a) select b.id from b join seen on seen.id = b.id`,
  `insert into ${own} select cast(extract(day from d) as string) from unnest(@days) as d`,
  `alter table ${own} add column if not exists note string`,
])("lets a feed's SQL do its work: %s", (sql) => {
  expect(check(sql)).not.toThrow();
});

it("lets it read what the contract declares, and names what it does not", () => {
  const sql = `insert into ${own} select p.id from ${feed.table} as t, raw.products as p`;
  expect(check(sql, ["raw.products"])).not.toThrow();
  expect(check(sql)).toThrow("it reads raw.products. Nothing was run. Declare it in the contract");
});

it.each([
  ["drop table raw.transactions", 'begins with "drop table raw"'],
  [`insert into ${own} select 1; DROP TABLE raw.transactions`, 'begins with "drop table raw"'],
  ["truncate table clean.lines", 'begins with "truncate'],
  ["delete from clean.lines where true", "it writes clean.lines"],
  ["create table if not exists raw.other (id string)", "it writes raw.other"],
  ["create or replace table clean.lines as select 1", 'begins with "create or replace"'],
  ["alter table raw.transactions drop column quantity", 'begins with "alter table raw"'],
  [`alter table ${own} rename to gone`, 'begins with "alter table'],
  ["copy raw.transactions to '/tmp/x.csv'", 'begins with "copy raw'],
  ["attach '/etc/passwd' as x", 'begins with "attach'],
  [`insert into ${own} select * from read_csv('/etc/passwd')`, "it reads read_csv"],
  [`insert into ${own} select * from \`clean.lines\``, "it reads clean.lines"],
  [`insert into ${own} select (select count(*) from CLEAN.lines)`, "it reads clean.lines"],
  [
    `merge into clean.lines using ${feed.table} on false when not matched then insert row`,
    "it writes clean.lines",
  ],
  ["update raw.transactions set quantity = 0 where true", "it writes raw.transactions"],
])("refuses %s before anything runs", (sql, why) => {
  expect(check(sql)).toThrow(why);
});

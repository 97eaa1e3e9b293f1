import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";
import { openBuckets } from "../../infra/local/object-store.ts";
import { openTemporaryHome } from "./temporary-home.ts";

const header = "invoice_no,stock_code,description,quantity,invoice_date,unit_price,currency,customer_id";

/** A sound row for each of thirty products, and one that goes to quarantine. */
const file = (shop: string, price: string): string => {
  const row = (code: number, quantity: string) =>
    `${shop}${code},A${code},Tea,${quantity},2024-10-06T09:00:00,${price},GBP,C1`;
  return `${[header, ...Array.from({ length: 30 }, (_, code) => row(code, "2")), row(30, "x")].join("\n")}\n`;
};

/** Gives the column of the file's date the name that version 0.1 had, in the tables and in what is staged. */
const asVersion01 = async (home: string, staged: readonly string[]): Promise<void> => {
  const instance = await DuckDBInstance.create(join(home, "warehouse.duckdb"));
  const connection = await instance.connect();
  const tables = await connection.runAndReadAll(
    "select table_schema, table_name from information_schema.columns where column_name = '_source_date'",
  );
  for (const [schema, table] of tables.getRows())
    await connection.run(`alter table "${schema}"."${table}" rename column _source_date to _file_date`);
  for (const path of staged) {
    await connection.run(
      `create table staged as select * rename (_source_date as _file_date) from read_parquet('${path}')`,
    );
    await connection.run(`copy staged to '${path}' (format parquet)`);
    await connection.run("drop table staged");
  }
  connection.closeSync();
  instance.closeSync();
};

it("a home of version 0.1 goes on: _file_date becomes _source_date in its tables, and staged files still load", async () => {
  const before = await openTemporaryHome();
  await before.dropText("transactions/2024-10-06.csv", file("a", "3.50"));
  await before.dropText("transactions/2024-10-06-b.csv", file("b", "9.00"));
  await before.settle();
  await before.platform.state.remove("migrations/v1/0002.json");
  await before.close();
  const home = join(before.folder, "home");
  const buckets = openBuckets(join(home, "buckets"));
  const staging = buckets.bucket("staging");
  const staged = (await staging.list("")).filter(({ name }) => name.endsWith(".parquet"));
  await asVersion01(home, await Promise.all(staged.map(({ name }) => staging.pathOf(name))));
  buckets.close();

  const after = await openHome(readEnv({ DAYBOOK_HOME: home }), silentLog, {
    coalesce: { quietMs: 5, maxMs: 1000 },
  });
  // One of the day's two files is corrected: the other is loaded again from what 0.1 staged.
  const corrected = join(before.folder, "corrected.csv");
  writeFileSync(corrected, file("a", "4.00"));
  await after.drop("transactions/2024-10-06.csv", corrected);
  await after.settle();
  const lines = await after.platform.warehouse.query(
    "select _source_date, unit_price, count(*) as number from clean.lines group by 1, 2 order by 2",
  );
  const held = await after.platform.warehouse.query("select distinct _source_date from clean.quarantine");
  await after.close();
  rmSync(before.folder, { recursive: true });
  expect(lines).toEqual([
    { _source_date: "2024-10-06", unit_price: "4", number: 30 },
    { _source_date: "2024-10-06", unit_price: "9", number: 30 },
  ]);
  expect(held).toEqual([{ _source_date: "2024-10-06" }]);
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BigQuery } from "@google-cloud/bigquery";
import type { Platform } from "../../shared/platform.ts";
import type { TableColumn } from "../../shared/ports.ts";
import { parquetFilesIn } from "../ports/warehouse-parquet.ts";
import type { Place } from "./place.ts";

type Ask = (platform: Platform, place: Place) => Promise<string>;

const columns: readonly TableColumn[] = [
  { name: "_source_date", type: "DATE" },
  { name: "a", type: "INT64" },
  { name: "b", type: "NUMERIC" },
];

/** What no emulator can tell about BigQuery: each answers what it found, or throws. */
export const temporaryTables: Ask = async ({ warehouse, ids }) => {
  await warehouse.define("create table if not exists raw.smoke_script (n int64)");
  await warehouse.run({
    id: `smoke-script-${ids.next()}`,
    script: `create temp table smoke_first as select 1 as n;
      delete from raw.smoke_script where true;
      create temp table smoke_second as select n + 1 as n from smoke_first;
      insert into raw.smoke_script (n) select n from smoke_second`,
    params: {},
  });
  const rows = await warehouse.query("select n from raw.smoke_script");
  expectSame("rows", rows, [{ n: 2 }]);
  return "yes";
};

/** Where a part lacks the column, its rows get null. */
export const missingColumns: Ask = async ({ warehouse, staging, ids }) => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-smoke-"));
  const parquet = await parquetFilesIn(folder);
  try {
    await warehouse.define(
      "create table if not exists raw.smoke_load (_source_date date, a int64, b numeric) partition by _source_date",
    );
    const day = "date '2024-10-05' as _source_date";
    const parts = [
      `select ${day}, 1::bigint as a`,
      `select ${day}, 2::bigint as a, 1.5::decimal(38, 9) as b`,
    ];
    const objects: string[] = [];
    for (const [index, sql] of parts.entries()) {
      const object = `smoke_load/2024-10-05/part-${index}.parquet`;
      await staging.upload(object, await parquet.write(sql));
      objects.push(object);
    }
    const replace = ["2024-10-05"];
    const id = `smoke-load-${ids.next()}`;
    await warehouse.load({ id, table: "raw.smoke_load", columns, replace, objects });
    const rows = await warehouse.query("select a, b from raw.smoke_load order by a");
    expectSame("rows", rows, [
      { a: 1, b: null },
      { a: 2, b: "1.5" },
    ]);
    return "yes";
  } finally {
    parquet.close();
    rmSync(folder, { recursive: true });
  }
};

/** `_source_date in unnest(@file_dates)` */
export const pruning: Ask = async ({ warehouse }, place) => {
  const found = await warehouse.query(
    "select distinct _source_date from raw.transactions where _source_date >= date '0001-01-01' order by _source_date",
  );
  const dates = found.map((row) => String(row["_source_date"]));
  const one = await bytesRead(place, dates.slice(0, 1));
  const all = await bytesRead(place, dates);
  if (one >= all)
    throw new Error(`no: ${one} bytes for one of ${dates.length} dates, ${all} for all of them`);
  return `yes: ${one} bytes for one of ${dates.length} dates, ${all} for all of them`;
};

/** What BigQuery says that it processed, with its cache off. */
const bytesRead = async (
  { projectId, location, datasetPrefix }: Place,
  fileDates: readonly string[],
): Promise<number> => {
  const [job] = await new BigQuery({ projectId, location }).createQueryJob({
    query: `select count(distinct invoice_no) from ${datasetPrefix}raw.transactions where _source_date in unnest(@file_dates)`,
    params: { file_dates: fileDates.map((value) => BigQuery.date(value)) },
    types: { file_dates: ["DATE"] },
    useQueryCache: false,
    maximumBytesBilled: "1000000000",
  });
  await job.getQueryResults();
  const [metadata] = await job.getMetadata();
  return Number(metadata.statistics.query.totalBytesProcessed);
};

const expectSame = (what: string, found: unknown, expected: unknown): void => {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) throw new Error(`no: ${what} are ${left} instead of ${right}`);
};

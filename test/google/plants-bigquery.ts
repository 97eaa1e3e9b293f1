import { long, many, type Plants } from "./plant.ts";

const columns = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `c${index}`, type: "STRING" }));
const load = { sourceUris: ["gs://staging/a.parquet"], destinationTable: { tableId: "t" } };
const partition = {
  ...load,
  destinationTable: { tableId: "t$20240101" },
  writeDisposition: "WRITE_TRUNCATE",
};
const update = ["ALLOW_FIELD_ADDITION"];
const request = { sql: "select 1", parameters: 0, bytes: 100 };
const filtered = { "raw.t": "day" };

export const bigQueryPlants: Plants<
  | "columnName"
  | "table"
  | "datasetId"
  | "tableId"
  | "jobId"
  | "labels"
  | "load"
  | "quota"
  | "queryRequest"
  | "transaction"
  | "partitionFilter"
> = {
  columnName: {
    "reserved-column-prefix": ["_File_date", "_filed_date"],
    "column-characters": ["day of sale", "_1"],
    "column-length": [long(301), long(300)],
  },
  table: {
    "duplicate-columns": [{ columns: [{ name: "a" }, { name: "A" }] }, { columns: columns(2) }],
    "column-count": [{ columns: columns(10_001) }, { columns: columns(10_000) }],
    "cluster-columns": [
      { columns: columns(5), cluster: ["c0", "c1", "c2", "c3", "c4"] },
      { columns: columns(5), cluster: ["c0", "c1", "c2", "c3"] },
    ],
    "cluster-type": [
      { columns: [{ name: "a", type: "FLOAT" }], cluster: ["a"] },
      { columns: [{ name: "a", type: "NUMERIC" }], cluster: ["a"] },
    ],
    "partition-column": [
      { columns: [{ name: "a", type: "STRING" }], partition: "a" },
      { columns: [{ name: "a", type: "DATE" }], partition: "a" },
    ],
    "table-description": [
      { columns: [], description: long(16_385) },
      { columns: [], description: long(16_384) },
    ],
    "column-description": [
      { columns: [{ name: "a", description: long(1025) }] },
      { columns: [{ name: "a", description: long(1024) }] },
    ],
  },
  datasetId: { "dataset-id": ["my-shop", "my_shop"] },
  tableId: { "table-id": ["a/b", "Preise-2024 neu"] },
  jobId: { "job-id": ["clean.1", "clean-1"] },
  labels: {
    "label-count": [many(65), many(64)],
    "label-key": [{ "1app": "a" }, { [`a${long(62)}`]: "" }],
    "label-value": [{ app: "Daybook" }, { app: long(63) }],
  },
  load: {
    "source-uri-count": [
      { ...load, sourceUris: Array(10_001).fill("gs://a/b") },
      { ...load, sourceUris: Array(10_000).fill("gs://a/b") },
    ],
    "source-uri-wildcard": [
      { ...load, sourceUris: ["gs://a/*/b*"] },
      { ...load, sourceUris: ["gs://a/b*"] },
    ],
    "source-uri-generation": [
      { ...load, sourceUris: ["gs://a/b#171"] },
      { ...load, sourceUris: ["gs://a/b#c"] },
    ],
    "partition-date": [
      { ...load, destinationTable: { tableId: "t$19591231" } },
      { ...load, destinationTable: { tableId: "t$19600101" } },
    ],
    "schema-update-disposition": [
      { ...load, writeDisposition: "WRITE_TRUNCATE", schemaUpdateOptions: update },
      { ...partition, schemaUpdateOptions: update },
    ],
    "schema-with-autodetect": [
      { ...load, schema: { fields: [] }, autodetect: true },
      { ...load, schema: { fields: [] }, autodetect: false },
    ],
    "two-partitionings": [
      { ...load, timePartitioning: {}, rangePartitioning: {} },
      { ...load, timePartitioning: {} },
    ],
    "bad-records-format": [
      { ...load, sourceFormat: "PARQUET", maxBadRecords: 1 },
      { ...load, sourceFormat: "CSV", maxBadRecords: 1 },
    ],
  },
  quota: {
    "job-partitions": [{ partitionsOfOneJob: 4001 }, { partitionsOfOneJob: 4000 }],
    "table-partitions": [{ partitionsOfOneTable: 10_001 }, { partitionsOfOneTable: 10_000 }],
    "table-modifications": [{ modificationsADay: 1501 }, { modificationsADay: 1500 }],
    "partition-modifications": [
      { partitionModificationsADay: 30_001 },
      { partitionModificationsADay: 30_000 },
    ],
    "dml-queue": [{ mutatingQueued: 21 }, { mutatingQueued: 20 }],
    "table-update-rate": [{ changesInTenSeconds: 6 }, { changesInTenSeconds: 5 }],
    "partitioned-update-rate": [
      { partitionedChangesInTenSeconds: 51 },
      { partitionedChangesInTenSeconds: 50 },
    ],
    "transaction-tables": [{ tablesOfOneTransaction: 101 }, { tablesOfOneTransaction: 100 }],
    "transaction-partitions": [
      { partitionsOfOneTransaction: 100_001 },
      { partitionsOfOneTransaction: 100_000 },
    ],
  },
  queryRequest: {
    "statement-length": [
      { ...request, sql: long(1_000_001) },
      { ...request, sql: long(1_000_000) },
    ],
    "request-size": [
      { ...request, bytes: 10_000_001 },
      { ...request, bytes: 10_000_000 },
    ],
    "parameter-count": [
      { ...request, parameters: 10_001 },
      { ...request, parameters: 10_000 },
    ],
    "request-id": [
      { ...request, requestId: long(37) },
      { ...request, requestId: long(36) },
    ],
  },
  transaction: {
    "statement-in-transaction": [
      ["create table raw.t as select 1 as a"],
      ["create temp table t as select 1 as a", "drop table t", "truncate table raw.t"],
    ],
    "replace-temp-in-transaction": [
      ["create or replace temp table t as select 1 as a"],
      ["create temporary table t as select 1 as a"],
    ],
  },
  partitionFilter: {
    "partition-filter": [
      { sql: "select (select max(a) from raw.t where day = b) from raw.u where day = @day", filtered },
      {
        sql: "select a from raw.t as t where (t.day between @first and @last or t.day in (@day)) and a = b",
        filtered,
      },
    ],
  },
};

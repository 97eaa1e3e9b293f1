import type { allRules } from "./all-rules.ts";
import type { Rule } from "./rule.ts";

type Kind = keyof typeof allRules;
type ThingOf<K extends Kind> = (typeof allRules)[K] extends readonly Rule<infer Thing>[] ? Thing : never;

/** For each rule something that it alone refuses, and something as near to it as can be that Google takes. */
type Plants = {
  readonly [K in Kind]: Readonly<Record<string, readonly [refused: ThingOf<K>, taken: ThingOf<K>]>>;
};

const columns = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `c${index}` }));
const long = (length: number) => "x".repeat(length);
const many = (count: number, key: (index: number) => string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [key(index), "v"]));
const load = { sourceUris: ["gs://staging/a.parquet"], destinationTable: { tableId: "t" } };
const partition = {
  ...load,
  destinationTable: { tableId: "t$20240101" },
  writeDisposition: "WRITE_TRUNCATE",
};
const request = { sql: "select 1", parameters: 0, bytes: 100 };
const filtered = { "raw.t": "day" };
const subscription = { ackDeadline: 60, retention: 86_400 };
const deployed = {
  name: "daybook-a",
  calledBy: "http",
  timeoutSeconds: 60,
  memory: "512Mi",
  cpu: 1,
  concurrency: 1,
} as const;
const scheduled = { name: "daybook-a", schedule: "0 4 * * *" };
const update = ["ALLOW_FIELD_ADDITION"];

export const plants: Plants = {
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
    "label-count": [many(65, (index) => `k${index}`), many(64, (index) => `k${index}`)],
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
  objectName: {
    "object-name-length": [long(1025), "ä".repeat(512)],
    "object-name-lines": ["a\nb", "a\tb"],
    "object-name-challenge": [".well-known/acme-challenge/a", "a/.well-known/acme-challenge/a"],
    "object-name-dots": ["..", "../a"],
    "object-name-unicode": ["a\uD800", "a\u{1F600}"],
  },
  write: {
    "object-write-rate": [
      { name: "a", msSinceLastWrite: 999 },
      { name: "a", msSinceLastWrite: 1000 },
    ],
  },
  bucketName: {
    "bucket-name-characters": ["Shop", "shop_1"],
    "bucket-name-length": [`a${long(63)}`, long(63)],
    "bucket-name-address": ["10.0.0.1", "10.0.0.a"],
    "bucket-name-google": ["my-g00gle-shop", "my-gogle-shop"],
  },
  notification: {
    "notifications-of-one-event": [
      { event: "finalized", count: 11 },
      { event: "finalized", count: 10 },
    ],
  },
  topicName: {
    "topic-name-characters": ["1-topic", "topic-1"],
    "topic-name-length": ["ab", "abc"],
    "topic-name-google": ["google-topic", "a-google-topic"],
  },
  message: {
    "message-size": [{ data: long(10_000_001) }, { data: long(10_000_000) }],
    "message-empty": [{ data: "" }, { data: "", attributes: { a: "b" } }],
    "attribute-count": [
      { data: "", attributes: many(101, (index) => `k${index}`) },
      { data: "", attributes: many(100, (index) => `k${index}`) },
    ],
    "attribute-key": [
      { data: "", attributes: { [long(257)]: "v" } },
      { data: "", attributes: { [long(256)]: "v" } },
    ],
    "attribute-value": [
      { data: "", attributes: { a: long(1025) } },
      { data: "", attributes: { a: long(1024) } },
    ],
    "attribute-key-google": [
      { data: "", attributes: { googTrace: "a" } },
      { data: "", attributes: { traceparent: "a" } },
    ],
  },
  subscription: {
    "ack-deadline": [
      { ...subscription, ackDeadline: 601 },
      { ...subscription, ackDeadline: 600 },
    ],
    "message-retention": [
      { ...subscription, retention: 2_678_401 },
      { ...subscription, retention: 2_678_400 },
    ],
    "delivery-attempts": [
      { ...subscription, deliveryAttempts: 4 },
      { ...subscription, deliveryAttempts: 5 },
    ],
    "retry-backoff": [
      { ...subscription, backoff: [10, 601] },
      { ...subscription, backoff: [10, 600] },
    ],
  },
  function: {
    "function-name": [
      { ...deployed, name: "daybook_a" },
      { ...deployed, name: long(63) },
    ],
    "event-timeout": [
      { ...deployed, calledBy: "event", timeoutSeconds: 541 },
      { ...deployed, calledBy: "event", timeoutSeconds: 540 },
    ],
    "http-timeout": [
      { ...deployed, timeoutSeconds: 3601 },
      { ...deployed, timeoutSeconds: 3600 },
    ],
    "memory-size": [
      { ...deployed, memory: "33Gi", cpu: 8 },
      { ...deployed, memory: "32Gi", cpu: 8 },
    ],
    "cpu-count": [
      { ...deployed, memory: "4Gi", cpu: 3 },
      { ...deployed, memory: "4Gi", cpu: 4 },
    ],
    "cpu-for-memory": [
      { ...deployed, memory: "5Gi", cpu: 1 },
      { ...deployed, memory: "4Gi", cpu: 1 },
    ],
    "memory-for-cpu": [
      { ...deployed, memory: "1Gi", cpu: 4 },
      { ...deployed, memory: "2Gi", cpu: 4 },
    ],
    concurrency: [
      { ...deployed, concurrency: 1001 },
      { ...deployed, concurrency: 1000 },
    ],
    "concurrency-cpu": [
      { ...deployed, cpu: 0.5, concurrency: 2 },
      { ...deployed, cpu: 0.5 },
    ],
    "one-trigger": [
      { ...deployed, events: Array(2).fill("google.cloud.storage.object.v1.finalized") },
      { ...deployed, events: ["google.cloud.storage.object.v1.archived"] },
    ],
    "event-type": [
      { ...deployed, events: ["google.cloud.storage.object.v1.removed"] },
      { ...deployed, events: ["google.cloud.storage.object.v1.deleted"] },
    ],
    "environment-size": [
      { ...deployed, environment: { A: long(32_768) } },
      { ...deployed, environment: { A: long(32_767) } },
    ],
    "environment-name": [
      { ...deployed, environment: { PORT: "8080" } },
      { ...deployed, environment: { DAYBOOK_PORT: "8080" } },
    ],
  },
  scheduledJob: {
    "scheduled-job-name": [
      { ...scheduled, name: "a b" },
      { ...scheduled, name: "a_b" },
    ],
    "attempt-deadline": [
      { ...scheduled, attemptDeadlineSeconds: 1801 },
      { ...scheduled, attemptDeadlineSeconds: 1800 },
    ],
    "cron-shape": [
      { ...scheduled, schedule: "0 24 * * *" },
      { ...scheduled, schedule: "*/15 0-23/2 1,15 * 7" },
    ],
    "scheduled-retries": [
      { ...scheduled, retries: 6 },
      { ...scheduled, retries: 5 },
    ],
    "schedule-time-zone": [
      { ...scheduled, timeZone: "Europe/Londinium" },
      { ...scheduled, timeZone: "Europe/London" },
    ],
  },
  role: { role: ["roles/storage.objectWriter", "roles/storage.objectCreator"] },
  accountId: { "service-account-id": [`a${long(30)}`, long(30)] },
};

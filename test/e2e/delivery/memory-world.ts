import { graph } from "../../../functions/graph.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { RowTyper } from "../../../shared/staging.ts";
import { messageRules, topicNameRules } from "../../google/pubsub.ts";
import { refusals, requireTaken } from "../../google/rule.ts";
import { memoryStore, type Operations } from "./memory-store.ts";
import { type Jobs, type ModelTables, modelWarehouse } from "./model-warehouse.ts";

/** Where only counts matter and thousands of files come: buckets in memory, a warehouse that is a model of one. */
export interface MemoryWorld {
  readonly platform: Platform;
  readonly jobs: Jobs;
  readonly tables: ModelTables;
  /** Of all buckets together. */
  readonly operations: Operations;
  /** Topics that were published to. */
  readonly published: string[];
  /** Milliseconds that somebody slept for. */
  readonly slept: () => number;
}

export const memoryWorld = (): MemoryWorld => {
  const operations = { classA: 0, classB: 0 };
  const { warehouse, jobs, tables } = modelWarehouse();
  const published: string[] = [];
  let now = Date.parse("2026-01-01T00:00:00Z");
  let slept = 0;
  let id = 0;
  const clock = {
    now: () => new Date(now),
    async sleep(ms: number) {
      now += ms;
      slept += ms;
    },
  };
  /** Time passes for a bucket as well, and is nobody's sleep. */
  const bucketClock = {
    ...clock,
    async sleep(ms: number) {
      now += ms;
    },
  };
  const platform: Platform = {
    landing: memoryStore(operations, bucketClock),
    landingName: "landing",
    staging: memoryStore(operations, bucketClock),
    state: memoryStore(operations, bucketClock),
    models: memoryStore(operations, bucketClock),
    serving: memoryStore(operations, bucketClock),
    warehouse,
    typer: oneRowTyper,
    bus: {
      async publish(topic, message) {
        requireTaken(refusals(topicNameRules, topic));
        requireTaken(refusals(messageRules, { data: JSON.stringify(message) }));
        published.push(topic);
      },
    },
    clock,
    ids: { next: () => `id-${id++}` },
    log: silentLog,
    graph,
    feeds: loadFeeds(),
    kpis: [],
    company: { timeZone: "Europe/London", baseCurrency: "GBP" },
    leaseMs: 60_000,
    coalesce: { quietMs: 0, maxMs: 0 },
  };
  return { platform, jobs, tables, operations, published, slept: () => slept };
};

/** Every file is one sound row of its file date. */
const oneRowTyper: RowTyper = {
  open: async ({ feed, fileDate }) => ({
    type: async () => ({
      path: "one-row.parquet",
      rows: 1,
      rejects: [],
      days: feed.businessDate === undefined ? [] : [{ day: fileDate, rows: 1 }],
      nulls: {},
      warnings: {},
    }),
    writeRejects: async () => "rejects.parquet",
    close: async () => {},
  }),
  countRepeated: async () => 0,
  without: async () => undefined,
};

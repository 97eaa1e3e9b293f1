import { tmpdir } from "node:os";
import { inZone, loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { loadKpis } from "../../shared/kpis/load-kpis.ts";
import type { Log, Platform } from "../../shared/platform.ts";
import type { Clock, Ids, ObjectStore, Warehouse } from "../../shared/ports.ts";
import type { StageGraph } from "../../shared/stage-graph.ts";
import type { RowTyper } from "../../shared/staging.ts";
import { systemClock } from "../clock.ts";
import { alertsFrom } from "../entry/alerts.ts";
import type { GcpEnv } from "../entry/environment.ts";
import { assertFeedsSql } from "../googlesql/feed-sql.ts";
import { randomIds } from "../ids.ts";
import { pubsubBus } from "./bus.ts";
import { readJobPrefix } from "./job-prefix.ts";
import { gcpObjectStore } from "./object-store.ts";

export type GcpPlatform = ReturnType<typeof connectGcp>;

export interface GcpOptions {
  readonly env: GcpEnv;
  readonly log: Log;
  readonly graph: StageGraph;
  readonly clock?: Clock;
  readonly ids?: Ids;
}

/** Each step of the work renews the lease. A worker that waits for a long job and is overtaken costs nothing: both wait for the same job. */
const leaseMs = 30_000;
/** A function has nine minutes. The next wake continues what is left. */
const deadlineMs = 5 * 60_000;
const coalesce = { quietMs: 2_000, maxMs: 60_000 };

/** Google's storage, BigQuery and Pub/Sub. Terraform creates buckets, topics and tables; no function has the right to. */
export const connectGcp = ({ env, log, graph, clock = systemClock, ids = randomIds }: GcpOptions) => {
  const projectId = env.GOOGLE_CLOUD_PROJECT;
  const bucket = (name: string): ObjectStore =>
    gcpObjectStore(name, { projectId, ...endpoint(env.DAYBOOK_STORAGE_ENDPOINT) });
  const state = bucket(env.DAYBOOK_STATE_BUCKET);
  const feeds = inZone(assertFeedsSql(loadFeeds(env.DAYBOOK_CONTRACTS)), env.DAYBOOK_TIME_ZONE);
  return {
    landing: bucket(env.DAYBOOK_LANDING_BUCKET),
    landingName: env.DAYBOOK_LANDING_BUCKET,
    behindProxy: true,
    staging: bucket(env.DAYBOOK_STAGING_BUCKET),
    state,
    models: bucket(env.DAYBOOK_MODELS_BUCKET),
    serving: bucket(env.DAYBOOK_SERVING_BUCKET),
    warehouse: lazyWarehouse(
      () => bigQuery({ env, log, clock, ids }, state),
      env.DAYBOOK_QUERY_MAXIMUM_BYTES !== undefined,
    ),
    typer: lazyTyper(tmpdir()),
    bus: pubsubBus({ projectId, ...endpoint(env.DAYBOOK_PUBSUB_ENDPOINT) }),
    clock,
    ids,
    log,
    graph,
    feeds,
    kpis: loadKpis(env.DAYBOOK_KPIS, feeds),
    alerts: alertsFrom(env),
    taskFolder: env.DAYBOOK_TASKS,
    company: { timeZone: env.DAYBOOK_TIME_ZONE, baseCurrency: env.DAYBOOK_BASE_CURRENCY },
    leaseMs,
    coalesce,
  } satisfies Platform;
};

const bigQuery = async (
  { env, log, clock, ids }: Required<Omit<GcpOptions, "graph">>,
  state: ObjectStore,
): Promise<Warehouse> => {
  const { bigQueryWarehouse } = await import("./warehouse.ts");
  return bigQueryWarehouse({
    projectId: env.GOOGLE_CLOUD_PROJECT,
    location: env.DAYBOOK_LOCATION,
    stagingBucket: env.DAYBOOK_STAGING_BUCKET,
    datasetPrefix: env.DAYBOOK_DATASET_PREFIX,
    jobPrefix: await readJobPrefix(state, ids),
    maximumBytesBilled: env.DAYBOOK_MAXIMUM_BYTES_BILLED,
    maximumBytesAsked: env.DAYBOOK_QUERY_MAXIMUM_BYTES,
    labels: { app: "daybook" },
    log,
    clock,
    deadlineMs,
    ...endpoint(env.DAYBOOK_BIGQUERY_ENDPOINT),
  });
};

const endpoint = (apiEndpoint: string | undefined) => (apiEndpoint === undefined ? {} : { apiEndpoint });

/** Adapters that load on first use, so that a function's cold start loads only what its stage needs. */
const lazyTyper = (scratch: string): RowTyper => {
  const typer = once(async () => (await import("../typing/row-typer.ts")).duckDbRowTyper(scratch));
  return {
    open: async (plan) => (await typer()).open(plan),
    countRepeated: async (parquets, columns) => (await typer()).countRepeated(parquets, columns),
    without: async (parquet, feed, erased) => (await typer()).without(parquet, feed, erased),
  };
};

const lazyWarehouse = (connect: () => Promise<Warehouse>, mayAsk: boolean): Warehouse => {
  const warehouse = once(connect);
  const explore: Warehouse["explore"] = async (question) => {
    const opened = await warehouse();
    if (!opened.explore) throw new Error("the warehouse takes no questions");
    return opened.explore(question);
  };
  return {
    ...(mayAsk && { explore }),
    query: async (sql, params) => (await warehouse()).query(sql, params),
    define: async (script) => (await warehouse()).define(script),
    run: async (job) => (await warehouse()).run(job),
    load: async (job) => (await warehouse()).load(job),
    burn: async (job) => (await warehouse()).burn(job),
  };
};

/** Remembers a success, but not a failure. */
const once = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
};

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inZone } from "../../shared/contracts/load-feeds.ts";
import { loadKpis } from "../../shared/kpis/load-kpis.ts";
import type { Log, Platform } from "../../shared/platform.ts";
import type { Clock, Ids } from "../../shared/ports.ts";
import type { StageGraph } from "../../shared/stage-graph.ts";
import { systemClock } from "../clock.ts";
import { alertsFrom } from "../entry/alerts.ts";
import type { Env } from "../entry/environment.ts";
import { randomIds } from "../ids.ts";
import { duckDbRowTyper } from "../typing/row-typer.ts";
import type { LocalObjectStore } from "./bucket.ts";
import { LocalBus } from "./bus.ts";
import type { DuckDbOptions } from "./duckdb-file.ts";
import { feedsOfHome } from "./home-feeds.ts";
import { inboxUploads } from "./inbox-uploads.ts";
import { readingThrough } from "./neighbour/reading-through.ts";
import { openBuckets } from "./object-store.ts";
import { privateFolder } from "./private-folder.ts";
import { forgetHistory } from "./sql-history.ts";
import type { ParkedMessage } from "./subscription.ts";
import { type LocalWarehouse, openWarehouse } from "./warehouse.ts";

export interface LocalPlatform extends Platform {
  readonly home: string;
  readonly bus: LocalBus;
  readonly landing: LocalObjectStore;
  /** The tables for other processes, which ask while this one works. */
  readonly tables: Pick<LocalWarehouse, "queryAside" | "explore">;
  close(): Promise<void>;
}

export interface LocalOptions {
  readonly env: Env;
  readonly log: Log;
  readonly graph: StageGraph;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly onPark?: (message: ParkedMessage) => void;
  readonly coalesce?: Platform["coalesce"];
  readonly leaseMs?: number;
  /** How long to wait for another process that works on the home, and what its tables may use. */
  readonly tables?: DuckDbOptions | undefined;
}

/** A platform in one folder: buckets, a warehouse file, and a bus that lives as long as the process. */
export const connectLocal = ({
  env,
  log,
  graph,
  onPark,
  coalesce = { quietMs: 150, maxMs: 60_000 },
  leaseMs = 15_000,
  tables: tableOptions = {},
  clock = systemClock,
  ids = randomIds,
}: LocalOptions): LocalPlatform => {
  const home = env.DAYBOOK_HOME;
  const scratch = openFolder(home);
  const buckets = openBuckets(join(home, "buckets"), clock);
  const staging = buckets.bucket("staging");
  const warehouse = openTables(home, staging, tableOptions);
  const bus = new LocalBus({
    clock,
    ids,
    log: (severity, message, fields) =>
      severity === "ERROR" ? log.error(message, fields) : log.warn(message, fields),
    ...(onPark ? { onPark } : {}),
  });
  const feeds = inZone(feedsOfHome(home, env.DAYBOOK_CONTRACTS), env.DAYBOOK_TIME_ZONE);
  return {
    home,
    landing: buckets.bucket("landing", { versioned: true }),
    landingName: "landing",
    uploads: inboxUploads(home, ids),
    staging,
    state: buckets.bucket("state"),
    models: buckets.bucket("models"),
    serving: buckets.bucket("serving"),
    warehouse,
    tables: warehouse,
    typer: duckDbRowTyper(scratch),
    bus,
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
    async rewriteFiles() {
      await warehouse.rewrite();
      buckets.rewriteIndex();
      forgetHistory(home);
    },
    async close() {
      await bus.close();
      await warehouse.close();
      buckets.close();
    },
  };
};

const openTables = (home: string, staging: LocalObjectStore, options: DuckDbOptions): LocalWarehouse =>
  readingThrough(
    home,
    openWarehouse({
      path: join(home, "warehouse.duckdb"),
      pathOf: (object) => staging.pathOf(object),
      ...options,
    }),
  );

/** Returns the folder for what is being worked on. */
const openFolder = (home: string): string => {
  const scratch = join(home, "scratch");
  privateFolder(home);
  mkdirSync(scratch, { recursive: true });
  return scratch;
};

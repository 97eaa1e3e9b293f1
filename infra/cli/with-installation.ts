import { join } from "node:path";
import { watchFeeds } from "../../functions/1-ingest/watch-feeds.ts";
import type { Installation } from "../../functions/operations/installation.ts";
import { waitUntilIdle } from "../../functions/operations/wait-until-idle.ts";
import type { Platform } from "../../shared/platform.ts";
import { queuesIn } from "../../shared/stage-graph.ts";
import { systemClock } from "../clock.ts";
import type { Env } from "../entry/environment.ts";
import type { DuckDbOptions } from "../local/duckdb-file.ts";
import type { Context } from "./context.ts";
import { assertHome, laptopLog, withHome } from "./with-home.ts";

/** What is kept in buckets, without the tables. */
export type Stores = Pick<Platform, "state" | "models" | "serving" | "clock" | "log" | "taskFolder">;

/** Opens the home or the deployment that the command line names, for as long as the work takes. */
export const withInstallation = async <Result>(
  { env, output, waitMs }: Context,
  work: (installation: Installation) => Promise<Result>,
  { mayCreate = false }: { readonly mayCreate?: boolean } = {},
): Promise<Result> => {
  if (env.PLATFORM === "gcp")
    return withPlatform(env, (platform) =>
      work({
        platform,
        settle: () =>
          waitUntilIdle(platform, { stages: queuesIn(platform.graph), waitMs, onNote: output.note }),
      }),
    );
  if (!mayCreate) assertHome(env);
  return withHome(env, {}, ({ platform, settle }) =>
    work({ platform, settle: () => settle().then(() => watchFeeds(platform)) }),
  );
};

/** Only the ports: tables are neither created nor migrated. */
export const withPlatform = async <Result>(
  env: Env,
  work: (platform: Platform) => Promise<Result>,
  tables: DuckDbOptions = {},
): Promise<Result> => {
  const { graph } = await import("../../functions/graph.ts");
  if (env.PLATFORM === "gcp") {
    const { connectGcp } = await import("../gcp/platform.ts");
    const platform = connectGcp({ graph, env, log: laptopLog(env) });
    return work(platform).finally(() => platform.bus.close());
  }
  assertHome(env);
  const { connectLocal } = await import("../local/platform.ts");
  const platform = connectLocal({ graph, env, log: laptopLog(env), tables });
  return work(platform).finally(() => platform.close());
};

/** Needs no warehouse: it is quick, and it works while another process has the tables open. */
export const withStores = async <Result>(
  env: Env,
  work: (stores: Stores) => Promise<Result>,
): Promise<Result> => {
  if (env.PLATFORM === "gcp") return withPlatform(env, work);
  assertHome(env);
  const { openBuckets } = await import("../local/object-store.ts");
  const buckets = openBuckets(join(env.DAYBOOK_HOME, "buckets"));
  return work({
    state: buckets.bucket("state"),
    models: buckets.bucket("models"),
    serving: buckets.bucket("serving"),
    clock: systemClock,
    log: laptopLog(env),
    taskFolder: env.DAYBOOK_TASKS,
  }).finally(() => buckets.close());
};

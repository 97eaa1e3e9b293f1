import { createHash } from "node:crypto";
import { changingFeeds } from "../../functions/2-clean/changes/changing-feed.ts";
import { rewriteHistory } from "../../functions/2-clean/changes/fold-sql.ts";
import { JobFailed } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Clock, ObjectStore, ScriptJob, Warehouse } from "../../shared/ports.ts";
import { aimedSchedule, heldSchedule, type Schedule } from "./schedule.ts";

type Sabotage = (platform: Platform) => Platform;

const store = (real: ObjectStore, change: Partial<ObjectStore>): ObjectStore => ({ ...real, ...change });

const onState =
  (change: (real: ObjectStore) => Partial<ObjectStore>): Sabotage =>
  (platform) => ({ ...platform, state: store(platform.state, change(platform.state)) });

const onWarehouse =
  (change: (real: Warehouse) => Partial<Warehouse>): Sabotage =>
  (platform) => ({ ...platform, warehouse: { ...platform.warehouse, ...change(platform.warehouse) } });

/** A lease that is over before it begins is not to be renewed either. */
const timerless = ({ now, sleep }: Clock): Clock => ({ now, sleep });

const rewritten = (change: (name: string, value: Record<string, unknown>) => void): Sabotage =>
  onState((real) => ({
    write: (name, body, options) => {
      const value: Record<string, unknown> = JSON.parse(String(body));
      change(name, value);
      return real.write(name, JSON.stringify(value), options);
    },
  }));

const removeAll = async (state: ObjectStore, prefix: string): Promise<void> => {
  for (const { name } of await state.list(prefix)) await state.remove(name);
};

/** Answers reads of manifests with what they said before the tokens were listed. */
const readThenList: Sabotage = (platform) => {
  const { state } = platform;
  let before:
    | ReadonlyMap<string, { info: Awaited<ReturnType<ObjectStore["stat"]>>; body: Uint8Array[] }>
    | undefined;
  const snapshot = async () => {
    const found = new Map<string, { info: Awaited<ReturnType<ObjectStore["stat"]>>; body: Uint8Array[] }>();
    for (const info of await state.list("manifest/v1/"))
      found.set(info.name, { info, body: await chunksOf(state.read(info.name)) });
    return found;
  };
  return {
    ...platform,
    state: store(state, {
      async list(prefix) {
        if (prefix === "dirty/v1/clean/") before = await snapshot();
        if (!before || !prefix.startsWith("manifest/")) return state.list(prefix);
        return [...before.values()].flatMap(({ info }) => (info?.name.startsWith(prefix) ? [info] : []));
      },
      stat: async (name) => (before?.has(name) ? before.get(name)?.info : state.stat(name)),
      async *read(name, generation) {
        yield* before?.get(name)?.body ?? state.read(name, generation);
      },
    }),
  };
};

const chunksOf = async (bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return chunks;
};

const digestOf = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);

const withoutEpoch = (id: string, content: unknown): string =>
  id.replace(/-\d+-id\d+/, `-${digestOf(content)}`);

const renamed = (job: ScriptJob): ScriptJob => ({ ...job, id: withoutEpoch(job.id, job.params) });

/** Resolves as soon as the job must have been submitted, whatever became of it. */
const notWaiting =
  (platform: Platform) =>
  (work: Promise<void>): Promise<void> =>
    Promise.race([work, platform.clock.sleep(100)]).catch((error: unknown) => {
      if (!(error instanceof JobFailed)) throw error;
    });

/** One rule of the protocol taken away at a time, between the stages and the world: the code itself is whole. */
export const sabotages: Readonly<Record<string, Sabotage>> = {
  "no write-ahead intent": rewritten((name, value) => {
    if (name.startsWith("lease/")) value["intent"] = null;
  }),
  "tokens deleted unconditionally: all there are, not those listed": onState((real) => ({
    remove: async (name, options) => {
      const stage = /^dirty\/v1\/\w+\//.exec(name)?.[0];
      if (stage === undefined) return real.remove(name, options);
      await removeAll(real, stage);
    },
  })),
  "manifests read before the tokens are listed": readThenList,
  "job ids made from the content, without an epoch": onWarehouse((real) => ({
    run: (job) => real.run(renamed(job)),
    load: (job) => real.load({ ...job, id: withoutEpoch(job.id, [job.replace, job.objects]) }),
  })),
  "the id of a refused job left free": onWarehouse(() => ({ burn: async () => "burnt" })),
  "nobody waits for the end of a job": (platform) => {
    const impatient = notWaiting(platform);
    return onWarehouse((real) => ({
      run: (job) => impatient(real.run(job)),
      load: (job) => impatient(real.load(job)),
    }))(platform);
  },
  "no lease": (platform) =>
    onState((real) => ({
      write: (name, body, options) => real.write(name, body, name.startsWith("lease/") ? {} : options),
    }))({ ...platform, leaseMs: -1, clock: timerless(platform.clock) }),
  "the days of replaced rows forgotten": (platform) => {
    let own: unknown;
    return rewritten((name, value) => {
      if (name.startsWith("manifest/")) {
        own = value["days"];
        value["staleDays"] = [];
      } else if (name.startsWith("dirty/v1/clean/")) value["days"] = own ?? value["days"];
    })(platform);
  },
  "files read without pinning their generation": (platform) => ({
    ...platform,
    landing: store(platform.landing, {
      stat: (name) => platform.landing.stat(name),
      read: (name) => platform.landing.read(name),
    }),
  }),
  "decisions about files that were held back are not read": onState((real) => ({
    stat: async (name) => (name.startsWith("holds/") ? undefined : real.stat(name)),
  })),
  "no sweep": (platform) => ({ ...platform, landing: store(platform.landing, { list: async () => [] }) }),
};

const folding = /-fold-\w+$/;

/** The same for changes of a database. */
export const sabotagesOfChanges: Readonly<Record<string, Sabotage>> = {
  "changes folded as they arrive, not by their position": onWarehouse((real) => ({
    run: (job) =>
      real.run({ ...job, script: job.script.replaceAll("at_0 desc nulls last", "_generation desc") }),
  })),
  "only the files that came are redone, not those whose rows a change ends": onWarehouse((real) => ({
    query: async (sql, params) => (sql.startsWith("with touched as") ? [] : real.query(sql, params)),
  })),
  "the history written before anybody asked it which keys the files had": (platform) => {
    const { warehouse } = platform;
    return onWarehouse((real) => ({
      async run(job) {
        await real.run(job);
        const [feed] = changingFeeds(platform.feeds);
        if (feed && folding.test(job.id))
          await warehouse.run({
            ...job,
            id: `early-${job.id.replace("-fold-", "-history-")}`,
            script: rewriteHistory(feed),
          });
      },
    }))(platform);
  },
};

/** Rules whose loss shows in one of thousands of schedules, or in none of them: in these it does in one of hundreds. */
export const aims: Readonly<Record<string, (seed: number) => Schedule>> = {
  "manifests read before the tokens are listed": (seed) => aimedSchedule(seed, ["pause"]),
  "the id of a refused job left free": (seed) => aimedSchedule(seed, ["refuseJob", "standStill"]),
  "decisions about files that were held back are not read": heldSchedule,
};

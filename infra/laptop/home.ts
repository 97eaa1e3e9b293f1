import type { CloudEvent } from "@google-cloud/functions-framework";
import { sweep } from "../../functions/1-ingest/sweep.ts";
import { migrations } from "../../functions/migrations.ts";
import { type Pipeline, pipeline } from "../../functions/pipeline.ts";
import { defineTables } from "../../functions/tables.ts";
import { RetryLater } from "../../shared/errors.ts";
import type { ObjectEvent, Wake } from "../../shared/events.ts";
import type { Family } from "../../shared/learning/model.ts";
import type { Log } from "../../shared/platform.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import { type DirtySet, dirtySetIn, stages as stagesWithWork } from "../../shared/work/dirty-set.ts";
import type { LedgerEntry } from "../../shared/work/ledger.ts";
import { migrate } from "../../shared/work/migrations.ts";
import type { Env } from "../entry/environment.ts";
import { onMessage, onObjectEvent } from "../entry/triggers.ts";
import { connectLocal, type LocalOptions, type LocalPlatform } from "../local/platform.ts";

/** A company's data in a folder, with every function wired to what wakes it. */
export interface Home {
  readonly platform: LocalPlatform;
  readonly stages: Pipeline;
  /** Puts a file into the landing bucket and tells ingest, as Google's storage would. */
  drop(name: string, path: string): Promise<ObjectInfo>;
  /** Takes a file out of the landing bucket and tells ingest. */
  remove(name: string): Promise<void>;
  /** Works until nothing is waiting. Throws when a message had to be parked meanwhile. */
  settle(): Promise<void>;
  /** Takes up what a process that ended too early left behind, without waiting to see whether it still lives. */
  recover(): Promise<void>;
  close(): Promise<void>;
}

export interface HomeOptions extends Partial<Omit<LocalOptions, "env" | "log">> {
  /** Told what became of each file; undefined when no contract wants it. */
  readonly onIngested?: (object: ObjectEvent, entry: LedgerEntry | undefined) => void;
  /** The families that models may be of, where they are not the usual ones. */
  readonly families?: ReadonlyMap<string, Family>;
}

const landingTopic = "object-finalized";
const deletedTopic = "object-deleted";
const ingestAtOnce = 2;

export const openHome = async (
  env: Env,
  log: Log,
  { onIngested, families, ...options }: HomeOptions = {},
): Promise<Home> => {
  const platform = connectLocal({ env, log, ...options });
  await defineTables(platform);
  await migrate(platform, migrations);
  const stages = pipeline(platform, families);
  const { ingest, retract, clean, aggregate, train, publish } = stages;
  const ingestAndTell = async (object: ObjectEvent) => {
    const entry = await ingest.run(object);
    onIngested?.(object, entry);
  };
  platform.bus.subscribe(landingTopic, onObjectEvent(ingest.input, ingestAndTell, log), {
    concurrency: ingestAtOnce,
  });
  platform.bus.subscribe(deletedTopic, onObjectEvent(retract.input, retract.run, log));
  platform.bus.subscribe(clean.on, onMessage(clean.input, clean.run, log));
  platform.bus.subscribe(aggregate.on, onMessage(aggregate.input, aggregate.run, log));
  const closing = new AbortController();
  const trainUntilClosed = (message: Wake) => train.run(message, { signal: closing.signal });
  platform.bus.subscribe(train.on, onMessage(train.input, trainUntilClosed, log));
  platform.bus.subscribe(publish.on, onMessage(publish.input, publish.run, log));
  return {
    platform,
    stages,
    async drop(name, path) {
      const object = await platform.landing.upload(name, path);
      await platform.bus.deliver(landingTopic, storageEvent("finalized", platform, object));
      return object;
    },
    async remove(name) {
      const object = await platform.landing.stat(name);
      if (!object) return;
      await platform.landing.remove(name, { ifGeneration: object.generation });
      await platform.bus.deliver(deletedTopic, storageEvent("deleted", platform, object));
    },
    settle: () => settle(platform, stages),
    async recover() {
      await sweep(platform, 0)();
    },
    async close() {
      closing.abort(new RetryLater("the home is being closed; the next training begins anew"));
      await platform.close();
    },
  };
};

/** The CloudEvent that Eventarc delivers for a change in a bucket. */
export const storageEvent = (
  change: "finalized" | "deleted",
  { landingName, ids, clock }: LocalPlatform,
  { name, generation, size, crc32c }: ObjectInfo,
): CloudEvent<unknown> => ({
  specversion: "1.0",
  id: ids.next(),
  source: `//storage.googleapis.com/projects/_/buckets/${landingName}`,
  subject: `objects/${name}`,
  type: `google.cloud.storage.object.v1.${change}`,
  time: clock.now().toISOString(),
  datacontenttype: "application/json",
  data: { bucket: landingName, name, generation, metageneration: "1", size: String(size), crc32c },
});

const settle = async (platform: LocalPlatform, stages: Pipeline): Promise<void> => {
  const dirty = dirtySetIn(platform.state);
  const parkedBefore = platform.bus.parked().length;
  for (;;) {
    await platform.bus.idle();
    const parked = platform.bus.parked()[parkedBefore];
    if (parked)
      throw new Error(`${parked.topic}: gave up after ${parked.attempts} attempts: ${parked.error}`);
    const waiting = await waitingIn(dirty);
    if (waiting === 0) return;
    // Work without a wake: an event was lost, or a worker that died still holds the lease for a while.
    await stages.sweep.run();
    await platform.bus.idle();
    if ((await waitingIn(dirty)) >= waiting) await platform.clock.sleep(200);
  }
};

const waitingIn = async (dirty: DirtySet): Promise<number> => {
  const counts = await Promise.all(stagesWithWork.map(dirty.count));
  return counts.reduce((total, count) => total + count, 0);
};

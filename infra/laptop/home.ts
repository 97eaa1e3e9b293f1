import type { CloudEvent } from "@google-cloud/functions-framework";
import { z } from "zod";
import { sweep } from "../../functions/1-ingest/sweep.ts";
import { type BoundStages, bindStages } from "../../functions/bind-stages.ts";
import { graph } from "../../functions/graph.ts";
import { migrations } from "../../functions/migrations.ts";
import { stages as declared } from "../../functions/pipeline.ts";
import { defineTables } from "../../functions/tables.ts";
import { noteUpgrades, planUpgrade } from "../../functions/upgrade.ts";
import { RetryLater } from "../../shared/errors.ts";
import { topicOf, wake } from "../../shared/events.ts";
import type { Family } from "../../shared/learning/model.ts";
import type { Log } from "../../shared/platform.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import type { HttpService } from "../../shared/routes/serve-routes.ts";
import { acceptedInput, type Stage } from "../../shared/stage.ts";
import { queuesIn } from "../../shared/stage-graph.ts";
import { counted } from "../../shared/words.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { migrate } from "../../shared/work/migrations.ts";
import type { Env } from "../entry/environment.ts";
import { onMessage, onObjectEvent } from "../entry/triggers.ts";
import { connectLocal, type LocalOptions, type LocalPlatform } from "../local/platform.ts";
import type { CloudEventHandler } from "../local/subscription.ts";
import { watchArrivals } from "./arrivals.ts";
import { WeightLimit } from "./weight-limit.ts";

/** A company's data in a folder, with every stage wired to what wakes it. */
export type Home = Awaited<ReturnType<typeof openHome>>;

/** Called after each run of a stage, with its input and its result. */
export type OnStageDone = (stage: string, input: unknown, result: unknown) => void;

export interface HomeOptions extends Partial<Omit<LocalOptions, "env" | "log" | "graph">> {
  readonly onStageDone?: OnStageDone;
  /** Instead of the built-in model families. */
  readonly families?: ReadonlyMap<string, Family>;
}

type BucketChange = "finalized" | "archived";

const objectTopic = (change: BucketChange): string => `object-${change}`;
const landed = objectTopic("finalized");
/** Files that are read at the same time are typed together, and share the turns of the disk. */
const objectsAtOnce = 32;
/** Small files; of large ones only two, because each takes its buffers. */
const bytesAtOnce = 16 * 1024 * 1024;

export const openHome = async (
  env: Env,
  log: Log,
  { onStageDone, families, ...options }: HomeOptions = {},
) => {
  const { platform, whileArriving } = watchArrivals(connectLocal({ env, log, graph, ...options }), landed);
  const outdated = await prepare(platform).catch(async (error: unknown) => {
    await platform.close();
    throw error;
  });
  const stages = bindStages(platform, families);
  const closing = new AbortController();
  for (const [name, stage] of entries)
    subscribe(platform, name, stage, async (input) => {
      const result = await stages[name as keyof BoundStages].run(input as never, { signal: closing.signal });
      onStageDone?.(name, input, result);
    });
  return {
    platform,
    stages,
    /** Puts a file into the landing bucket and tells the stages that wait for one, as Google's storage would. */
    drop: (name: string, path: string) =>
      whileArriving(async () => {
        const object = await platform.landing.upload(name, path);
        await platform.bus.deliver(landed, storageEvent("finalized", platform, object));
        return object;
      }),
    /** Takes a file out of the landing bucket and tells the stages that wait for that. */
    async remove(name: string) {
      const object = await platform.landing.stat(name);
      if (!object) return;
      await platform.landing.remove(name, { ifGeneration: object.generation });
      await platform.bus.deliver(objectTopic("archived"), storageEvent("archived", platform, object));
    },
    /** The stages that answer over HTTP. */
    services: httpServices(stages),
    /** Does what the scheduler does on Google Cloud, for all schedules at once: each stage knows what is due. */
    runSchedules: () => runSchedules(platform, stages),
    /** Works until nothing is waiting. Throws when a message was parked meanwhile. */
    settle: () => settle(platform, stages),
    /** The days that other SQL or settings had made when the home was opened. */
    daysToUpgrade: async (): Promise<readonly string[]> => outdated.days["clean"] ?? [],
    /** Takes up what a process that ended too early left behind, without waiting to see whether it still lives. */
    recover: sweep(platform, 0),
    async close() {
      closing.abort(new RetryLater("the home is being closed; the next training begins anew"));
      await platform.close();
    },
  };
};

/** Brings the tables to what this version expects of them. */
const prepare = async (platform: LocalPlatform) => {
  await defineTables(platform);
  await migrate(platform, migrations);
  const outdated = await planUpgrade(platform);
  await noteUpgrades(platform);
  return outdated;
};

/** What Terraform does with triggers, topics and subscriptions. A stage that answers over HTTP has no subscription. */
const subscribe = (
  { bus, log }: LocalPlatform,
  name: string,
  stage: Stage,
  run: (input: unknown) => Promise<void>,
): void => {
  const { trigger } = stage;
  const input = acceptedInput(name, stage);
  if (!input) return;
  if ("bucket" in trigger) subscribeToObjects(bus, trigger.bucket, onObjectEvent(input, run, log));
  if ("topic" in trigger) bus.subscribe(topicOf(name), onMessage(input, run, log));
};

const subscribeToObjects = (bus: LocalPlatform["bus"], change: BucketChange, handle: CloudEventHandler) => {
  const limit = new WeightLimit(bytesAtOnce);
  const withinLimit: CloudEventHandler = (event) =>
    limit.use(Math.min(sizeIn(event), bytesAtOnce / 2), async () => handle(event));
  const atOnce = change === "finalized" ? objectsAtOnce : 1;
  bus.subscribe(objectTopic(change), withinLimit, { concurrency: atOnce });
};

const sizeIn = ({ data }: CloudEvent<unknown>): number =>
  z.object({ size: z.coerce.number() }).safeParse(data).data?.size ?? 0;

const entries = Object.entries<Stage>(declared);

const httpServices = (stages: BoundStages): readonly HttpService[] =>
  entries
    .filter(([, { trigger }]) => "http" in trigger && trigger.http === "outside")
    .map(([name]) => stages[name as keyof BoundStages].run as HttpService);

const runSchedules = async ({ bus }: LocalPlatform, stages: BoundStages): Promise<void> => {
  for (const [name, { trigger }] of entries) {
    if (!("schedule" in trigger)) continue;
    if ("topic" in trigger) await bus.publish(topicOf(name), wake(name, "schedule"));
    else await stages[name as keyof BoundStages].run(undefined as never);
  }
};

/** The CloudEvent that Eventarc delivers for a change in a bucket. */
const storageEvent = (
  change: BucketChange,
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

const settle = async (platform: LocalPlatform, stages: BoundStages): Promise<void> => {
  const parkedBefore = platform.bus.parked().length;
  for (;;) {
    await platform.bus.idle();
    const parked = platform.bus.parked()[parkedBefore];
    if (parked)
      throw new Error(
        `${parked.topic}: gave up after ${counted(parked.attempts, "attempt")}: ${parked.error}`,
      );
    const waiting = await tokensWaiting(platform);
    if (waiting === 0) return;
    // Work without a wake: an event was lost, or a worker that died still holds the lease for a while.
    await stages.sweep.run();
    await platform.bus.idle();
    if ((await tokensWaiting(platform)) >= waiting) await platform.clock.sleep(200);
  }
};

const tokensWaiting = async ({ state, graph }: LocalPlatform): Promise<number> => {
  const counts = await Promise.all(queuesIn(graph).map(dirtySetIn(state).count));
  return counts.reduce((total, count) => total + count, 0);
};

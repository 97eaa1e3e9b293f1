import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { sweep } from "../../../functions/1-ingest/sweep.ts";
import { clean } from "../../../functions/2-clean/clean.ts";
import { aggregate } from "../../../functions/3-aggregate/aggregate.ts";
import { wake } from "../../../shared/events.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { type MemoryWorld, memoryWorld } from "./memory-world.ts";

export const nameOf = (date: string, part = ""): string => `transactions/${date}${part}.csv`;

export const bodyOf = (date: string, invoice = "A1"): string =>
  `invoice_no,stock_code,quantity,invoice_date\n${invoice},P1,1,${date}T10:00:00\n`;

/** Puts a file into the bucket and tells nobody; answers the event that storage would send. */
export const put = async ({ platform }: MemoryWorld, date: string, { part = "", invoice = "A1" } = {}) => {
  const name = nameOf(date, part);
  const { generation } = await platform.landing.write(name, bodyOf(date, invoice));
  return { bucket: platform.landingName, name, generation };
};

export const cleanNow = (platform: Platform): Promise<void> => clean(platform)(wake("clean"));

/** What the woken stages do, once each. */
export const work = async (platform: Platform): Promise<void> => {
  await cleanNow(platform);
  await aggregate(platform)(wake("aggregate"));
};

export const sweepNow = (platform: Platform) => sweep(platform, 0)();

/** Tables, and what is still to be done. */
export const atRest = async ({ platform, tables }: MemoryWorld) => ({
  tables: Object.fromEntries([...tables].sort(([left], [right]) => (left < right ? -1 : 1))),
  waiting:
    (await dirtySetIn(platform.state).count("clean")) + (await dirtySetIn(platform.state).count("aggregate")),
});

/** The days of `clean.lines`, with how many staged objects each shows. */
export const shownDays = ({ tables }: MemoryWorld): Record<string, number> =>
  Object.fromEntries(
    [...tables]
      .filter(([partition]) => partition.startsWith("clean.lines"))
      .map(([partition, objects]) => [partition.slice("clean.lines ".length), objects.split("\n").length])
      .sort(),
  );

/** A clean world in which the same files came in order, each once. */
export const golden = async (dates: readonly string[]) => {
  const world = memoryWorld();
  for (const date of dates) await ingest(world.platform)(await put(world, date));
  await work(world.platform);
  return atRest(world);
};

export class Died extends Error {
  override readonly name = "Died";
}

/** The same platform, dead from its k-th side effect on. `effects` tells how many there were. */
export const dyingAfter = (platform: Platform, k: number) => {
  const count = { effects: 0 };
  const effect = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    if (count.effects >= k) throw new Died(`after effect ${k}`);
    const result = await act();
    if (++count.effects >= k) throw new Died(`after effect ${k}`);
    return result;
  };
  const store = (real: ObjectStore): ObjectStore => ({
    ...real,
    write: (...given) => effect(() => real.write(...given)),
    upload: (...given) => effect(() => real.upload(...given)),
    remove: (...given) => effect(() => real.remove(...given)),
  });
  const { state, staging, warehouse } = platform;
  const dying: Platform = {
    ...platform,
    state: store(state),
    staging: store(staging),
    warehouse: {
      ...warehouse,
      load: (job) => effect(() => warehouse.load(job)),
      run: (job) => effect(() => warehouse.run(job)),
    },
  };
  return { platform: dying, count };
};

/** A platform whose warehouse calls back right before it carries a job out. */
export const interrupted = (
  platform: Platform,
  on: "load" | "run",
  act: (platform: Platform) => Promise<unknown>,
): Platform => {
  let isFirst = true;
  const { warehouse } = platform;
  const meanwhile = async () => {
    if (!isFirst) return;
    isFirst = false;
    await act(platform);
  };
  return {
    ...platform,
    warehouse: {
      ...warehouse,
      async load(job) {
        if (on === "load") await meanwhile();
        await warehouse.load(job);
      },
      async run(job) {
        if (on === "run") await meanwhile();
        await warehouse.run(job);
      },
    },
  };
};

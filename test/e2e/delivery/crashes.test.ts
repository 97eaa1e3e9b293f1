import { describe, expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { onObjectEvent } from "../../../infra/entry/triggers.ts";
import { ObjectEvent } from "../../../shared/events.ts";
import { ledgerIn } from "../../../shared/work/ledger.ts";
import { objectEvent } from "../../infra/behind-triggers.ts";
import { type MemoryWorld, memoryWorld } from "./memory-world.ts";
import {
  atRest,
  cleanNow,
  Died,
  dyingAfter,
  golden,
  interrupted,
  put,
  sweepNow,
  work,
} from "./world-at-work.ts";

const date = "2024-10-06";
const minutes = (count: number) => count * 60_000;

const once = async (world: MemoryWorld) => {
  await work(world.platform);
  expect(await ledgerIn(world.platform.state, world.platform.clock).list()).toMatchObject([
    { state: "LOADED" },
  ]);
  expect((await world.platform.staging.list("")).map(({ name }) => name.split("/").at(-1))).toEqual([
    "part-00000.parquet",
    "report.json",
  ]);
  expect(world.jobs.loads.map(({ table }) => table)).toEqual(["raw.transactions", "raw.rejects"]);
  expect(await atRest(world)).toEqual(await golden([date]));
};

describe("an event that comes more than once", () => {
  it("case 1: Same event redelivered 5× concurrently → one ledger entry, one stage, one load job, rows once.", async () => {
    const world = memoryWorld();
    const event = await put(world, date);
    await Promise.all(Array.from({ length: 5 }, () => ingest(world.platform)(event)));
    await once(world);
  });

  it("case 2: Same GCS event with 3 different event ids → same as 1.", async () => {
    const world = memoryWorld();
    const data = { ...(await put(world, date)), size: "1" };
    const handler = onObjectEvent(ObjectEvent, ingest(world.platform), world.platform.log);
    for (const id of ["e1", "e2", "e3"]) await handler({ ...objectEvent(data), id });
    await once(world);
  });
});

/** Two files, worked through by a process that dies after its k-th side effect. Undefined: it came to its end. */
const crashed = async (k: number) => {
  const world = memoryWorld();
  const events = [await put(world, date), await put(world, "2024-10-07")];
  const { platform, count } = dyingAfter(world.platform, k);
  try {
    for (const event of events) await ingest(platform)(event);
    await work(platform);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(Died);
    // The dead worker's lease runs out.
    await world.platform.clock.sleep(minutes(2));
    return { world, events, effects: count.effects };
  }
};

describe("a process that dies", () => {
  it("case 3: Crash after every side effect k of ingest, then redelivery → equals golden run.", async () => {
    const expected = await golden([date, "2024-10-07"]);
    let k = 1;
    for (let run = await crashed(k); run; run = await crashed(++k)) {
      for (const event of run.events) await ingest(run.world.platform)(event);
      await work(run.world.platform);
      expect({ k, ...(await atRest(run.world)) }).toEqual({ k, ...expected });
    }
    expect(k).toBeGreaterThan(30);
  });

  it("case 4: Same crash matrix, **no redelivery**, only sweeper → equals golden run.", async () => {
    const expected = await golden([date, "2024-10-07"]);
    let k = 1;
    for (let run = await crashed(k); run; run = await crashed(++k)) {
      await sweepNow(run.world.platform);
      await work(run.world.platform);
      expect({ k, ...(await atRest(run.world)) }).toEqual({ k, ...expected });
    }
    expect(k).toBeGreaterThan(30);
  });

  it("case 5: Crash between load DONE and ledger write → next run attaches by job id, no second load.", async () => {
    const world = memoryWorld();
    await ingest(world.platform)(await put(world, date));
    const { platform, jobs } = world;
    const dying = {
      ...platform,
      warehouse: {
        ...platform.warehouse,
        async load(job: Parameters<typeof platform.warehouse.load>[0]) {
          await platform.warehouse.load(job);
          if (job.table === "raw.rejects") throw new Died("right after the job");
        },
      },
    };
    await expect(cleanNow(dying)).rejects.toThrow(Died);
    const before = jobs.loads.map(({ id }) => id);
    await platform.clock.sleep(minutes(2));
    await work(platform);
    // The successor finishes the intent under its id, which is answered by what ran; then it plans its own round.
    expect(jobs.loads.map(({ id }) => id).slice(0, 2)).toEqual(before);
    expect(new Set(jobs.loads.map(({ id }) => id)).size).toBe(jobs.loads.length);
    expect(await atRest(world)).toEqual(await golden([date]));
  });

  it("case 6: Crash between intent and `jobs.insert` → successor inserts that id, content right.", async () => {
    const world = memoryWorld();
    await ingest(world.platform)(await put(world, date));
    const asked: string[] = [];
    const { warehouse } = world.platform;
    const dying = {
      ...world.platform,
      warehouse: {
        ...warehouse,
        async load({ id }: { readonly id: string }) {
          asked.push(id);
          throw new Died("before the job");
        },
      },
    };
    await expect(cleanNow(dying)).rejects.toThrow(Died);
    expect(world.jobs.loads).toEqual([]);
    await world.platform.clock.sleep(minutes(2));
    await work(world.platform);
    expect(world.jobs.loads[0]?.id).toBe(asked[0]);
    expect(await atRest(world)).toEqual(await golden([date]));
  });

  it("case 7: Zombie: worker paused past lease, successor finishes, zombie resumes → its CAS fails, its insert gets 409, content unchanged.", async () => {
    const world = memoryWorld();
    await ingest(world.platform)(await put(world, date));
    const slow = interrupted(world.platform, "load", async ({ clock }) => {
      await clock.sleep(minutes(2));
      await ingest(world.platform)(await put(world, date, { part: "-b" }));
      await work(world.platform);
    });
    await expect(cleanNow(slow)).rejects.toThrow("the lease went to another worker");
    expect(new Set(world.jobs.loads.map(({ id }) => id)).size).toBe(world.jobs.loads.length);
    expect(world.tables.get(`clean.lines ${date}`)?.split("\n")).toHaveLength(2);
    expect((await atRest(world)).waiting).toBe(0);
  });
});

import { describe, expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { retract } from "../../../functions/1-ingest/retract.ts";
import { sweepOperations } from "../../../functions/operations/cost/usage.ts";
import type { Platform } from "../../../shared/platform.ts";
import { type MemoryWorld, memoryWorld } from "./memory-world.ts";
import { atRest, cleanNow, golden, interrupted, put, shownDays, sweepNow, work } from "./world-at-work.ts";

const date = "2024-10-06";
const other = "2024-10-07";
const land = async (world: MemoryWorld, day: string, change = {}) =>
  ingest(world.platform)(await put(world, day, change));
const rounds = ({ jobs }: MemoryWorld) => ({
  loads: jobs.loads.filter(({ table }) => table === "raw.transactions").length,
  rebuilds: jobs.runs.filter(({ script }) => script.includes("insert into clean.lines")).length,
  aggregates: jobs.runs.filter(({ script }) => !script.includes("insert into clean.lines")).length,
});
const dayAfter = (first: string, days: number) =>
  new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10);

describe("files that come while others are worked on", () => {
  it("case 12: New token arrives between list and delete → survives, second rebuild includes it.", async () => {
    const world = memoryWorld();
    await land(world, date);
    await work(interrupted(world.platform, "run", () => land(world, date, { part: "-b" })));
    expect(shownDays(world)).toEqual({ [date]: 2 });
    expect(rounds(world)).toMatchObject({ loads: 2, rebuilds: 2 });
    expect((await atRest(world)).waiting).toBe(0);
  });

  it("case 12b: File accepted between the raw listing and the clean listing → its dates are still rebuilt in clean after raw has it.", async () => {
    const world = memoryWorld();
    await land(world, date);
    await work(interrupted(world.platform, "load", () => land(world, other)));
    expect(await atRest(world)).toEqual(
      expect.objectContaining({
        waiting: 0,
        tables: expect.objectContaining({ [`clean.lines ${other}`]: expect.any(String) }),
      }),
    );
    expect(shownDays(world)).toEqual({ [date]: 1, [other]: 1 });
  });

  it("case 13: Add file B, delete B (ABA set) → partition rebuilt twice, final content without B.", async () => {
    const world = memoryWorld();
    const platform: Platform = {
      ...world.platform,
      feeds: world.platform.feeds.map((feed) => ({ ...feed, onDelete: "retract" })),
    };
    await ingest(platform)(await put(world, date));
    await work(platform);
    const before = await atRest(world);
    const event = await put(world, date, { part: "-b" });
    await ingest(platform)(event);
    await work(platform);
    expect(shownDays(world)).toEqual({ [date]: 2 });
    await platform.landing.remove(event.name);
    await retract(platform)(event);
    await work(platform);
    expect(await atRest(world)).toEqual(before);
    expect(rounds(world)).toMatchObject({ loads: 3, rebuilds: 3 });
  });
});

describe("events and wakes that are lost, or come in crowds", () => {
  it("case 14: All events dropped for 24 h → sweeper ingests everything in one cycle.", async () => {
    const world = memoryWorld();
    const days = Array.from({ length: 24 }, (_, day) => dayAfter(date, day));
    for (const day of days) await put(world, day);
    expect(await sweepNow(world.platform)).toMatchObject({ ingested: 24 });
    await work(world.platform);
    expect(await atRest(world)).toEqual(await golden(days));
    expect(await sweepNow(world.platform)).toMatchObject({ ingested: 0 });
  });

  it("a sweep that finds nothing lists six folders and reads nothing, however many feeds there are", async () => {
    const world = memoryWorld();
    const before = { ...world.operations };
    await sweepNow(world.platform);
    expect(world.operations.classA - before.classA).toBe(sweepOperations.lists);
    expect(world.operations.classB - before.classB).toBe(0);
  });

  it("case 15: Wake messages all lost → dirty tokens drained by sweeper within 15 min.", async () => {
    const world = memoryWorld();
    await land(world, date);
    world.published.splice(0);
    await sweepNow(world.platform);
    expect(world.published).toEqual(["daybook-clean"]);
    await cleanNow(world.platform);
    world.published.splice(0);
    await sweepNow(world.platform);
    expect(world.published).toEqual(["daybook-aggregate"]);
    await work(world.platform);
    expect(await atRest(world)).toEqual(await golden([date]));
  });

  it("case 16: Wake messages ×1,000 for an empty dirty set → 0 BigQuery jobs.", async () => {
    const world = memoryWorld();
    for (let wakes = 0; wakes < 1000; wakes++) await work(world.platform);
    expect(world.jobs).toEqual({ loads: [], runs: [], queries: 0 });
    expect(await world.platform.state.list("")).toEqual([]);
  });

  it("case 17: 1,000 files of one day in one burst → ≤ 2 raw load jobs, ≤ 2 clean rebuilds, ≤ 1 training.", async () => {
    const world = memoryWorld();
    const { platform } = world;
    for (let file = 0; file < 1000; file++) {
      await land(world, date, { part: `-${file}` });
      // The first wake comes while the other files are still on their way.
      if (file === 300) await cleanNow(platform);
    }
    for (const _ of world.published.filter((topic) => topic === "daybook-clean")) await cleanNow(platform);
    await work(platform);
    expect(rounds(world)).toEqual({ loads: 2, rebuilds: 2, aggregates: 1 });
    expect(shownDays(world)).toEqual({ [date]: 1000 });
  });

  it("case 40: Copy of 2,000 objects into landing by `gcloud storage cp -r` → same as 17/18.", async () => {
    const world = memoryWorld();
    for (let file = 0; file < 2000; file++)
      await land(world, dayAfter(date, file % 40), { part: `-${file}` });
    for (let wakes = 0; wakes < 200; wakes++) await cleanNow(world.platform);
    await work(world.platform);
    expect(rounds(world)).toEqual({ loads: 1, rebuilds: 1, aggregates: 1 });
    expect(Object.values(shownDays(world))).toEqual(Array.from({ length: 40 }, () => 50));
  });
});

describe("two workers at once", () => {
  it("case 19: Two deploys overlap (2 instances of refresh) → lease serialises, no conflict error surfaces.", async () => {
    const world = memoryWorld();
    for (let day = 0; day < 10; day++) await land(world, dayAfter(date, day));
    let running = 0;
    let most = 0;
    const { warehouse } = world.platform;
    const watched: Platform = {
      ...world.platform,
      warehouse: {
        ...warehouse,
        async load(job) {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setImmediate(resolve));
          await warehouse.load(job);
          running--;
        },
      },
    };
    await Promise.all([work(watched), work(watched), work(watched)]);
    await work(watched);
    expect(most).toBe(1);
    expect(rounds(world)).toMatchObject({ loads: 1, rebuilds: 1 });
    expect((await atRest(world)).waiting).toBe(0);
  });

  it("case 20: Lease object deleted by hand mid-run → worker stops at next CAS, next run correct.", async () => {
    const world = memoryWorld();
    await land(world, date);
    const robbed = interrupted(world.platform, "load", ({ state }) => state.remove("lease/v1/clean.json"));
    await expect(cleanNow(robbed)).rejects.toThrow("the lease went to another worker");
    await work(world.platform);
    expect(await atRest(world)).toEqual(await golden([date]));
  });

  it("case 21: Lease holder clock +2 h / −2 h → no wrong content, at most duplicate work.", async () => {
    for (const hours of [2, -2]) {
      const world = memoryWorld();
      await land(world, date);
      const { clock } = world.platform;
      const wrong: Platform = {
        ...world.platform,
        clock: { ...clock, now: () => new Date(clock.now().getTime() + hours * 3_600_000) },
      };
      // The other worker, whose clock is right, comes while this one is at work.
      const overlapping = interrupted(wrong, "load", () => cleanNow(world.platform));
      await cleanNow(overlapping).catch((error: Error) =>
        expect(error.message).toContain("the lease went to another"),
      );
      await clock.sleep(3 * 3_600_000);
      await work(world.platform);
      expect(await atRest(world)).toEqual(await golden([date]));
      expect(rounds(world).loads).toBeLessThanOrEqual(2);
    }
  });
});

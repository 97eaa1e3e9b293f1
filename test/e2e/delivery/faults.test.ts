import { describe, expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { reasonToTrain, type Situation } from "../../../functions/5-train/due.ts";
import { JobFailed } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { ledgerIn } from "../../../shared/work/ledger.ts";
import { memoryWorld } from "./memory-world.ts";
import { atRest, cleanNow, golden, put, sweepNow, work } from "./world-at-work.ts";

const date = "2024-10-06";
const days = ["2024-10-06", "2024-10-07", "2024-10-08", "2024-10-09"];

/** Repeatable: the same numbers each time. */
const dice = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};

const tries = 5;

/** A bucket that answers 503 three times in ten, behind a client that asks five times before it gives up. */
const stormy = (
  real: ObjectStore,
  random: () => number,
  counts: { refused: number; lost: number },
): ObjectStore => {
  const through = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    for (let attempt = 0; attempt < tries; attempt++) {
      if (random() >= 0.3) return call();
      counts.refused++;
    }
    counts.lost++;
    throw new Error("503 backendError: We encountered an internal error. Please try again.");
  };
  return {
    stat: (...given) => through(() => real.stat(...given)),
    async *read(...given) {
      yield* await through(async () => real.read(...given));
    },
    list: (...given) => through(() => real.list(...given)),
    write: (...given) => through(() => real.write(...given)),
    upload: (...given) => through(() => real.upload(...given)),
    remove: (...given) => through(() => real.remove(...given)),
  };
};

describe("a cloud that fails now and then", () => {
  it("case 22: GCS 503/429 storms at 30 % on every call → eventual golden result, bounded attempts.", async () => {
    const expected = await golden(days);
    const counts = { refused: 0, lost: 0 };
    for (let seed = 1; seed <= 20; seed++) {
      const world = memoryWorld();
      const random = dice(seed);
      const { landing, staging, state } = world.platform;
      const platform: Platform = {
        ...world.platform,
        landing: stormy(landing, random, counts),
        staging: stormy(staging, random, counts),
        state: stormy(state, random, counts),
      };
      for (const day of days) await put(world, day);
      let sweeps = 0;
      while (
        (await atRest(world)).waiting > 0 ||
        Object.keys((await atRest(world)).tables).length === 0 ||
        sweeps < 4
      ) {
        sweeps++;
        await sweepNow(platform).catch(() => undefined);
        await work(platform).catch(() => undefined);
        await platform.clock.sleep(120_000);
      }
      expect({ seed, ...(await atRest(world)) }).toEqual({ seed, ...expected });
      expect(sweeps).toBeLessThan(12);
      for (const { attempts } of await ledgerIn(state, world.platform.clock).list())
        expect(attempts).toBeLessThan(8);
    }
    // The storm was one: many calls were refused, and some for good.
    expect(counts.refused).toBeGreaterThan(1000);
    expect(counts.lost).toBeGreaterThan(5);
  });

  it("case 25: accessDenied → no retry storm: one operator alert, state kept, succeeds after grant.", async () => {
    const world = memoryWorld();
    await ingest(world.platform)(await put(world, date));
    let asked = 0;
    const denied: Platform = {
      ...world.platform,
      warehouse: {
        ...world.platform.warehouse,
        async load({ id }) {
          asked++;
          throw new JobFailed(`BigQuery job ${id} failed: accessDenied: Access Denied`);
        },
      },
    };
    await expect(cleanNow(denied)).rejects.toThrow("accessDenied");
    expect(asked).toBe(1);
    expect((await atRest(world)).waiting).toBe(1);
    await work(world.platform);
    expect(await atRest(world)).toEqual(await golden([date]));
  });

  it("case 29: DLQ message delivered twice → one incident.", async () => {
    const world = memoryWorld();
    const incidents: unknown[] = [];
    const platform: Platform = {
      ...world.platform,
      log: { ...world.platform.log, error: (_, fields) => incidents.push(fields?.["counter"]) },
      typer: { ...world.platform.typer, open: () => Promise.reject(new Error("this file is poison")) },
    };
    const event = await put(world, date);
    for (let delivery = 0; delivery < 8; delivery++)
      await expect(ingest(platform)(event)).rejects.toThrow("poison");
    for (let delivery = 0; delivery < 3; delivery++)
      expect(await ingest(platform)(event)).toMatchObject({
        state: "STUCK",
        reason: "failed 8 times: this file is poison",
      });
    expect(incidents).toEqual(["file_stuck"]);
    expect(await ledgerIn(platform.state, platform.clock).list()).toHaveLength(1);
  });

  it("case 30: Scheduler fires nightly twice → one training run.", () => {
    const night: Situation = {
      last: undefined,
      hasModel: true,
      inputs: "a".repeat(64),
      erasures: "b".repeat(64),
      local: { date: "2024-10-07", hour: 3 },
      asked: false,
    };
    expect(reasonToTrain(night)).toBe("nightly training");
    const trained = { inputs: night.inputs, erasures: night.erasures, localDate: "2024-10-07" };
    const last = {
      schema: "daybook.training/v1" as const,
      task: "spend_30d",
      outcome: "kept" as const,
      because: "the champion is as good",
      version: null,
      at: "2024-10-07T02:00:00.000Z",
      ...trained,
    };
    expect(reasonToTrain({ ...night, last })).toBeUndefined();
    // Data that came in between does not make a second night of it.
    expect(reasonToTrain({ ...night, last, inputs: "c".repeat(64) })).toBeUndefined();
  });
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type LocalBuckets, openBuckets } from "../../../infra/local/object-store.ts";
import { JobFailed, RetryLater } from "../../../shared/errors.ts";
import { attempt, type Lease, type LeaseTools, singleFlight } from "../../../shared/work/lease.ts";

let folder: string;
let buckets: LocalBuckets;
let now = 0;
let tools: LeaseTools;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daybook-lease-"));
  buckets = openBuckets(folder);
  now = Date.parse("2024-01-01T00:00:00Z");
  let id = 0;
  tools = {
    state: buckets.bucket("state"),
    clock: { now: () => new Date(now), sleep: async () => {} },
    ids: { next: () => `worker-${++id}` },
    leaseMs: 1000,
  };
});
const opened: LocalBuckets[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
  buckets.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A worker that takes the lease and then hangs: the test decides when, and whether, it goes on. */
const hanging = async (): Promise<{ lease: Lease; finish: () => void; outcome: Promise<string> }> => {
  const { promise: held, resolve: hold } = Promise.withResolvers<Lease>();
  const { promise: gate, resolve: finish } = Promise.withResolvers<void>();
  const outcome = singleFlight(tools, "clean", async (lease) => {
    hold(lease);
    await gate;
  });
  return { lease: await held, finish, outcome };
};

describe("a lease", () => {
  it("lets one worker in and turns the second away", async () => {
    const first = await hanging();
    expect(await singleFlight(tools, "clean", async () => {})).toBe("busy");
    first.finish();
    expect(await first.outcome).toBe("done");
    expect(await singleFlight(tools, "clean", async () => {})).toBe("done");
  });

  it("names no job twice, not even after somebody has removed it", async () => {
    const jobs: string[] = [];
    const one = () =>
      singleFlight(tools, "clean", async (lease) => {
        jobs.push((await lease.intend("load", {})).jobId);
        await lease.settle();
      });
    await one();
    await tools.state.remove("lease/v1/clean.json");
    await one();
    // The lease was acquired first and the job intended second, after its removal by another holder.
    expect(jobs).toEqual(["clean-load-2-worker-1", "clean-load-2-worker-2"]);
  });

  it("keeps stages apart", async () => {
    const first = await hanging();
    expect(await singleFlight(tools, "aggregate", async () => {})).toBe("done");
    first.finish();
    await first.outcome;
  });

  it("goes to another worker when its holder fell silent, with the intent that was left", async () => {
    const silent = await hanging();
    const intent = await silent.lease.intend("rebuild", { days: ["2024-01-01"] });
    now += 1001;
    let found: unknown;
    await singleFlight(tools, "clean", async (lease) => {
      found = lease.intent;
      await lease.settle();
    });
    expect(found).toEqual(intent);
    silent.finish();
    expect(await silent.outcome).toBe("done");
  });

  it("stops a worker that comes back after another took over", async () => {
    const zombie = await hanging();
    now += 1001;
    await singleFlight(tools, "clean", async () => {});
    await expect(zombie.lease.intend("rebuild", {})).rejects.toThrow(RetryLater);
    zombie.finish();
    await zombie.outcome;
  });

  it("is kept by a holder whose job takes longer than the lease", async () => {
    const beats: (() => void)[] = [];
    let stopped = 0;
    const every = (_: number, call: () => void) => {
      beats.push(call);
      return () => void stopped++;
    };
    tools = { ...tools, clock: { ...tools.clock, every } };
    const slow = await hanging();
    now += 900;
    const told = (await tools.state.stat("lease/v1/clean.json"))?.generation;
    for (const beat of beats) beat();
    await vi.waitUntil(async () => (await tools.state.stat("lease/v1/clean.json"))?.generation !== told);
    now += 900;
    expect(await singleFlight(tools, "clean", async () => {})).toBe("busy");
    slow.finish();
    expect(await slow.outcome).toBe("done");
    expect([beats.length, stopped]).toEqual([1, 1]);
  });

  it("is let go when the work fails, with the intent kept for the next", async () => {
    const failing = singleFlight(tools, "clean", async (lease) => {
      await lease.intend("load", {});
      throw new Error("the outcome is open");
    });
    await expect(failing).rejects.toThrow("the outcome is open");
    await singleFlight(tools, "clean", async (lease) => {
      expect(lease.intent?.kind).toBe("load");
    });
  });

  it("never gives two intents the same job id", async () => {
    const ids = new Set<string>();
    for (let round = 0; round < 5; round++) {
      await singleFlight(tools, "clean", async (lease) => {
        for (let step = 0; step < 3; step++) ids.add((await lease.intend("rebuild", {})).jobId);
      });
    }
    expect(ids.size).toBe(15);
  });
});

describe("an attempt", () => {
  it("drops the intent of a job that failed for certain, so that the next round plans anew", async () => {
    await expect(
      singleFlight(tools, "clean", async (lease) =>
        attempt(lease, await lease.intend("load", {}), async () => {
          throw new JobFailed("no such table");
        }),
      ),
    ).rejects.toThrow("no such table");
    await singleFlight(tools, "clean", async (lease) => expect(lease.intent).toBeNull());
  });
});

describe("a lease that was written by a wrong clock", () => {
  const dead = () => hanging();
  beforeEach(() => {
    // A bucket on a laptop has its process's clock.
    const ofProcess = openBuckets(folder, { now: () => new Date(now), sleep: async () => {} });
    opened.push(ofProcess);
    tools = { ...tools, state: ofProcess.bucket("state") };
  });

  it.each([
    ["a day ahead", 86_400_000],
    ["a year ahead", 365 * 86_400_000],
  ])("%s frees itself once its holder is silent", async (_, ahead) => {
    const right = now;
    now = right + ahead;
    await dead();
    now = right + 5000;
    expect(await singleFlight(tools, "clean", async () => {})).toBe("done");
  });

  it("is kept while the holder writes it, whatever the clock of the one who asks", async () => {
    const alive = await hanging();
    const stored = tools.state;
    // The bucket's clock is right; the asker's is a day behind.
    const asking = {
      ...tools,
      state: stored,
      clock: { ...tools.clock, now: () => new Date(now - 86_400_000) },
    };
    expect(await singleFlight(asking, "clean", async () => {})).toBe("busy");
    alive.finish();
    await alive.outcome;
  });

  it("that is behind is over at once, which costs double work only", async () => {
    const right = now;
    now = right - 365 * 86_400_000;
    await dead();
    now = right;
    expect(await singleFlight(tools, "clean", async () => {})).toBe("done");
  });
});

describe("a lease whose end is far ahead", () => {
  let bucketTime = 0;
  beforeEach(() => {
    bucketTime = now;
    const ofBucket = openBuckets(folder, { now: () => new Date(bucketTime), sleep: async () => {} });
    opened.push(ofBucket);
    tools = { ...tools, state: ofBucket.bucket("state") };
  });

  it.each([
    ["two leases ahead is believed", 2000, "busy"],
    ["a moment more is not, and the bucket says that its holder is silent", 2001, "done"],
  ] as const)("%s", async (_, ahead, outcome) => {
    await hanging();
    bucketTime += 4000;
    now += 1000 - ahead;
    expect(await singleFlight(tools, "clean", async () => {})).toBe(outcome);
  });

  it("is free if it is gone by the time it is looked at again", async () => {
    await hanging();
    now -= 86_400_000;
    const { state } = tools;
    // The first look reads it, and the second asks for its age.
    vi.spyOn(state, "stat").mockResolvedValueOnce(undefined);
    expect(await singleFlight(tools, "clean", async () => {})).toBe("done");
  });
});

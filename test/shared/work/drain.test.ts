import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { silentLog } from "../../../infra/entry/logger.ts";
import { DamagedState, JobFailed, RetryLater } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import { dirtySetIn, type ListedToken } from "../../../shared/work/dirty-set.ts";
import { drain, type Rounds } from "../../../shared/work/drain.ts";
import { singleFlight } from "../../../shared/work/lease.ts";
import { parkedIn } from "../../../shared/work/parked.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

let platform: Platform;
let woken: string[];
let done: string[];
beforeEach(() => {
  [woken, done] = [[], []];
  let ids = 0;
  platform = {
    state: memoryStore({ classA: 0, classB: 0 }),
    clock: { now: () => new Date("2024-01-01T00:00:00Z"), sleep: async () => {} },
    ids: { next: () => `id-${++ids}` },
    leaseMs: 1000,
    bus: { publish: async (topic: string) => void woken.push(topic) },
    log: silentLog,
  } as unknown as Platform;
});

const add = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) {
    const [feed = "", fileDate = ""] = key.split("/");
    await dirtySetIn(platform.state).add("clean", key, { feed, fileDate, days: [fileDate] });
  }
};
const left = async () =>
  (await dirtySetIn(platform.state).list("clean")).map(({ name }) => name.slice(15, -5));
const keyOf = ({ feed, fileDate }: ListedToken) => `${feed}/${fileDate.slice(8)}`;

/** Notes what each round does; fails for the tokens that `fails` names. */
const rounds = (
  fails: (keys: readonly string[]) => Error | undefined = () => undefined,
  more: Partial<Rounds> = {},
): Rounds => ({
  takeUp: async () => {},
  async round(_, tokens) {
    const error = fails(tokens.map(keyOf));
    if (error) throw error;
    done.push(tokens.map(keyOf).join(" "));
    await dirtySetIn(platform.state).remove(tokens);
  },
  ...more,
});

describe("a worker", () => {
  it("does all that waits in one round, then what came meanwhile, and wakes nobody", async () => {
    await add("a/2024-01-01/x", "b/2024-01-02/x");
    const own = rounds();
    let isFirst = true;
    const coming: Rounds = {
      ...own,
      async round(lease, tokens) {
        await own.round(lease, tokens);
        if (isFirst) await add("c/2024-01-03/x");
        isFirst = false;
      },
    };
    await drain(platform, "clean", coming);
    expect([done, await left(), woken]).toEqual([["a/01 b/02", "c/03"], [], []]);
    await drain(platform, "clean", own);
    expect(done).toHaveLength(2);
  });

  it("prepares before it looks, and wakes its stage for what its time did not suffice for", async () => {
    await drain(platform, "clean", rounds(undefined, { prepare: () => add("a/2024-01-01/x") }));
    expect(done).toEqual(["a/01"]);
    await add("b/2024-01-01/x");
    await drain(platform, "clean", rounds(undefined, { isOver: () => true }));
    expect([done.length, woken.length]).toEqual([1, 1]);
  });

  it("leaves the work to another who holds the lease", async () => {
    await add("a/2024-01-01/x");
    await singleFlight(platform, "clean", () => drain(platform, "clean", rounds()));
    expect([done, woken]).toEqual([[], []]);
  });
});

describe("work whose input is at fault", () => {
  it("is found by halving and parked, and all others are done", async () => {
    await add(...["01", "02", "03", "04"].map((day) => `a/2024-01-${day}/x`), "b/2024-01-01/x");
    await drain(
      platform,
      "clean",
      rounds((keys) => (keys.includes("a/03") ? new DamagedState("torn") : undefined)),
    );
    expect(done).toEqual(["a/01 a/02", "a/04", "b/01"]);
    expect(await left()).toEqual([]);
    const [parked, ...others] = await parkedIn(platform.state).list("clean");
    expect(others).toEqual([]);
    expect(parked).toMatchObject({
      kind: "token",
      of: "a",
      date: "2024-01-03",
      reason: "torn",
      token: { key: "a/2024-01-03/x" },
    });
    // It succeeds when it is tried again, and is parked no more.
    await add("a/2024-01-03/x", "a/2024-01-05/x");
    await drain(platform, "clean", rounds());
    expect(await parkedIn(platform.state).list()).toEqual([]);
  });

  it("is parked with the other tokens of its file date", async () => {
    await add("a/2024-01-01/x", "a/2024-01-01/y", "a/2024-01-02/x");
    await drain(
      platform,
      "clean",
      rounds((keys) => (keys.includes("a/01") ? new DamagedState("torn") : undefined)),
    );
    expect([done, (await parkedIn(platform.state).list()).length]).toEqual([["a/02"], 2]);
  });
});

describe("work that fails for another reason", () => {
  it("does not keep other feeds from theirs, stays, and is reported once", async () => {
    await add("a/2024-01-01/x", "a/2024-01-02/x", "b/2024-01-01/x");
    const failing = rounds((keys) =>
      keys.some((key) => key.startsWith("a")) ? new JobFailed("no right") : undefined,
    );
    await expect(drain(platform, "clean", failing)).rejects.toThrow("no right");
    expect([done, await left(), woken]).toEqual([["b/01"], ["a/2024-01-01/x", "a/2024-01-02/x"], []]);
    expect(await parkedIn(platform.state).list()).toEqual([]);
  });

  it("ends the run where another may have taken over, or the process is dying", async () => {
    for (const error of [new RetryLater("lost"), new Error("disk full")]) {
      await add("a/2024-01-01/x", "b/2024-01-01/x");
      let asked = 0;
      const dying = rounds(() => {
        asked++;
        return error;
      });
      await expect(drain(platform, "clean", dying)).rejects.toThrow(error.message);
      expect([asked, (await left()).length]).toEqual([1, 2]);
    }
  });
});

describe("an intent that was left", () => {
  const leave = (kind = "load") =>
    singleFlight(platform, "clean", async (lease) => void (await lease.intend(kind, { n: 1 })));
  const intentNow = async () => {
    let found: unknown;
    await singleFlight(platform, "clean", async ({ intent }) => {
      found = intent;
    });
    return found;
  };
  const unreadable = (): Promise<void> =>
    z
      .object({ days: z.string() })
      .parseAsync({})
      .then(() => {});

  it("is finished first", async () => {
    await leave();
    await add("a/2024-01-01/x");
    const takeUp: Rounds["takeUp"] = async (lease, { kind }) => {
      done.push(`took up ${kind}`);
      await lease.settle();
    };
    await drain(platform, "clean", rounds(undefined, { takeUp }));
    expect([done, await intentNow()]).toEqual([["took up load", "a/01"], null]);
  });

  it.each([
    ["cannot be read", unreadable],
    ["names input that is at fault", () => Promise.reject(new DamagedState("torn"))],
  ])("and %s is dropped, and its work planned anew", async (_, takeUp) => {
    await leave();
    await add("a/2024-01-01/x");
    await drain(platform, "clean", rounds(undefined, { takeUp }));
    expect([done, await intentNow()]).toEqual([["a/01"], null]);
  });

  it("stays where its outcome is open", async () => {
    await leave();
    await add("a/2024-01-01/x");
    const takeUp = () => Promise.reject(new Error("no answer"));
    await expect(drain(platform, "clean", rounds(undefined, { takeUp }))).rejects.toThrow("no answer");
    expect([done, await intentNow()]).toMatchObject([[], { kind: "load" }]);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ObjectStore } from "../../shared/ports.ts";
import { testObjectStore } from "../ports/object-store.ts";
import { Bus } from "./world/bus.ts";
import { type Faults, noFaults } from "./world/faults.ts";
import { feedsOf } from "./world/files.ts";
import type { Engine, Job, Work } from "./world/jobs.ts";
import { storeOf } from "./world/ports.ts";
import { Process } from "./world/process.ts";
import { quickTyper } from "./world/typer.ts";
import { World } from "./world/world.ts";

const noEngine: Engine = {
  query: async () => [],
  begin: async () => async () => undefined,
  writes: (work) => ["load" in work ? work.load.table : "clean"],
};

const worldWith = (faults: Partial<Faults> = {}, engine: Engine = noEngine): World =>
  new World({
    seed: 1,
    faults: { ...noFaults, ...faults },
    feeds: feedsOf(1, "keep"),
    engine: () => engine,
    typer: quickTyper,
    fileAt: (path) => readFileSync(path),
  });

/** Simulated time goes on while somebody waits for it. */
const driven = (world: World, bucket: World["landing"]): ObjectStore => {
  const real = storeOf(world, new Process("test"), bucket);
  const drive = async <Result>(work: Promise<Result>): Promise<Result> => {
    const settled = work.then(
      (value) => () => value,
      (error: unknown) => () => {
        throw error;
      },
    );
    await world.turns.run();
    return (await settled)();
  };
  return {
    stat: (...given) => drive(real.stat(...given)),
    async *read(...given) {
      yield* await drive(allOf(real.read(...given)));
    },
    write: (...given) => drive(real.write(...given)),
    upload: (...given) => drive(real.upload(...given)),
    remove: (...given) => drive(real.remove(...given)),
    list: (...given) => drive(real.list(...given)),
  };
};

const allOf = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
};

testObjectStore({
  name: "the simulated cloud's",
  connect: () => {
    const world = worldWith();
    return { plain: driven(world, world.state), versioned: driven(world, world.landing), close: () => {} };
  },
});

describe("a simulated bucket", () => {
  it("takes one write a second of a name, and any number of different names", async () => {
    const world = worldWith();
    const store = storeOf(world, new Process("test"), world.state);
    const started = world.turns.now;
    const writes = [1, 2, 3].flatMap((turn) => [
      store.write("same", `${turn}`),
      store.write(`other-${turn}`, ""),
    ]);
    await world.turns.run();
    await Promise.all(writes);
    expect(world.turns.now - started).toBeGreaterThan(2000);
    expect(world.turns.now - started).toBeLessThan(4000);
    expect(world.throttled).toBeGreaterThan(1);
  });
});

const script = (id: string): Work => ({ script: { id, script: "", params: {} } });
const load = (id: string, table = "raw.transactions"): Work => ({
  load: { id, table, columns: [], replace: ["2024-01-01"], objects: [] },
});

describe("simulated jobs", () => {
  it("are pending, run and end whoever waits; their id is taken for ever, and errors alone are no failure", async () => {
    const runs: Work[] = [];
    const world = worldWith({}, { ...noEngine, begin: async (work) => async () => void runs.push(work) });
    const job = world.jobs.submit("a", load("a"));
    const states = [job.state];
    for (let ms = 0; ms < 3000; ms += 10) world.turns.after(ms, () => void states.push(job.state));
    await world.turns.run();
    expect([...new Set(states)]).toEqual(["PENDING", "RUNNING", "DONE"]);
    expect(job).toMatchObject({ errors: [expect.any(String)] });
    expect(job.errorResult).toBeUndefined();
    expect(world.jobs.submit("a", load("a"))).toBe(job);
    await world.turns.run();
    expect(runs).toHaveLength(1);
  });

  it("never run under an id that was burnt", async () => {
    const runs: Work[] = [];
    const world = worldWith({}, { ...noEngine, begin: async (work) => async () => void runs.push(work) });
    expect(world.jobs.burn("a")).toMatchObject({ state: "DONE", errorResult: { reason: "invalid" } });
    world.jobs.submit("a", load("a"));
    const running = world.jobs.submit("b", load("b"));
    expect(world.jobs.burn("b")).toBe(running);
    await world.turns.run();
    expect(runs).toEqual([load("b")]);
  });

  it("run two at a time on a table and queue twenty; the next is refused", async () => {
    const world = worldWith();
    const jobs = Array.from({ length: 25 }, (_, index) =>
      world.jobs.submit(`${index}`, script(`clean-rebuild-${index}`)),
    );
    let most = 0;
    const isRunning = ({ state }: Job) => state === "RUNNING";
    for (let ms = 0; ms < 60_000; ms += 20)
      world.turns.after(ms, () => {
        most = Math.max(most, jobs.filter(isRunning).length);
      });
    await world.turns.run();
    expect(most).toBe(2);
    const refused = jobs.filter(({ errorResult }) => errorResult?.message.startsWith("Too many DML"));
    expect(refused.length).toBeGreaterThan(0);
  });

  it("fail when another has written the same tables meanwhile", async () => {
    const world = worldWith();
    const jobs = ["1", "2"].map((id) => world.jobs.submit(id, script(`clean-rebuild-${id}`)));
    await world.turns.run();
    expect(jobs.filter(({ errorResult }) => errorResult !== undefined)).toMatchObject([
      { errorResult: { reason: "backendError", message: expect.stringContaining("serialize access") } },
    ]);
  });

  it("refuse the 1,501st load of a table on one day", () => {
    const world = worldWith();
    for (let index = 0; index < 1500; index++) world.jobs.submit(`${index}`, load(`${index}`));
    expect(() => world.jobs.submit("one more", load("one more"))).toThrow("loads into raw.transactions");
    expect(world.jobs.submit("another table's", load("another table's", "raw.fx_rates")).state).toBe(
      "PENDING",
    );
  });
});

describe("the simulated bus", () => {
  const received = async (faults: Partial<Faults>, fails = false) => {
    const world = worldWith(faults);
    const messages: unknown[] = [];
    const deliver = async (_: string, message: unknown) => {
      messages.push(message);
      if (fails) throw new Error("it fails");
    };
    const bus = new Bus(world, deliver, () => Number.POSITIVE_INFINITY);
    for (let index = 0; index < 1000; index++) bus.publish("topic", index);
    await world.turns.run();
    return { messages, deadLetters: bus.deadLetters.length };
  };

  it("delivers in any order, loses some and doubles others where it is told to", async () => {
    const { messages } = await received({});
    expect(new Set(messages).size).toBe(1000);
    expect(messages).not.toEqual(messages.toSorted((left, right) => Number(left) - Number(right)));
    expect((await received({ doubleMessage: 1 })).messages).toHaveLength(2000);
    const some = new Set((await received({ loseMessage: 0.5 })).messages).size;
    expect(some).toBeGreaterThan(400);
    expect(some).toBeLessThan(600);
  });

  it("parks what has failed five times", async () => {
    const { messages, deadLetters } = await received({}, true);
    expect([messages.length, deadLetters]).toEqual([5000, 1000]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { snapshots } from "../../../functions/6-publish/erase-snapshots.ts";
import { publish } from "../../../functions/6-publish/publish.ts";
import type { LocalPlatform } from "../../../infra/local/platform.ts";
import { wake } from "../../../shared/events.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { Crash, crashing } from "../../chaos/crashing.ts";
import { type Bought, type MetricsHome, metricsHome } from "./metrics-home.ts";

let home: MetricsHome;
beforeAll(async () => {
  home = await metricsHome();
});
afterAll(() => home.discard());

const first = "2024-01-01";
const second = "2024-01-02";
const third = "2024-01-03";

/** Five shards or so. */
const bought = (day: string, customers: number, amount = 10): Bought[] =>
  Array.from({ length: customers }, (_, n) => ({
    id: `C${String(n).padStart(5, "0")}`,
    day,
    amount: amount + (n % 7),
  }));

const waiting = () => dirtySetIn(home.platform.state).count("publish");

/** Each object that is published takes a second, so that a run ends after its first shard. */
const slow = (): LocalPlatform => {
  let seconds = 0;
  const { serving, clock } = home.platform;
  return {
    ...home.platform,
    clock: { ...clock, now: () => new Date(Date.parse("2024-02-01") + seconds * 1000) },
    serving: {
      stat: (...given) => serving.stat(...given),
      read: (...given) => serving.read(...given),
      list: (...given) => serving.list(...given),
      upload: (...given) => serving.upload(...given),
      remove: (...given) => serving.remove(...given),
      write(...given) {
        seconds++;
        return serving.write(...given);
      },
    },
  };
};

const run = (platform: LocalPlatform) => publish(platform, new Map(), 1500)(wake("publish"));

/** Runs until nothing waits. `between` is called after each run but the last. */
const publishInRuns = async (between?: (run: number) => Promise<unknown>): Promise<number> => {
  for (let runs = 1; ; runs++) {
    if (runs > 100) throw new Error("it never ends");
    await run(slow());
    if ((await waiting()) === 0) return runs;
    await between?.(runs);
  }
};

const unfinished = () => home.platform.serving.stat("publishing/unfinished.json");

/** What the tables alone give, in one run. */
const expected = async (): Promise<unknown> => {
  await home.token("everything");
  await home.publish();
  return home.published();
};

beforeEach(async () => {
  await home.rebuild([first], bought(first, 2500));
  await home.rebuild([second, third], []);
  await home.register({});
  await home.token("everything");
});

describe("a publication that does not end in one run", () => {
  it("gives what a single run gives, from the tables and from a changed day", async () => {
    expect(await publishInRuns()).toBeGreaterThan(3);
    expect(await home.published()).toEqual(await expected());

    await home.rebuild([second], bought(second, 1200, 20));
    await home.register({ C00001: 40, C02400: 50 });
    home.said.length = 0;
    expect(await publishInRuns()).toBeGreaterThan(1);
    const said = home.said.filter(({ snapshot }) => snapshot !== undefined);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ days: 1, after: expect.any(String), customers: 2500 });
    expect(await home.published()).toEqual(await expected());
    expect(await unfinished()).toBeUndefined();
  });

  it("shows readers nothing before its end, and then the changes that came meanwhile", async () => {
    await home.publish();
    const before = await home.published();
    await home.token("everything");
    await publishInRuns(async (runs) => {
      if (runs === 1) expect(await home.published()).toEqual(before);
      if (runs === 2) await home.rebuild([third], bought(third, 300));
    });
    expect(await home.published()).toEqual(await expected());
  });

  it("goes on after a process that died anywhere", async () => {
    const whole = await (async () => {
      await publishInRuns();
      return home.published();
    })();
    let deaths = 0;
    for (const dieAfter of [1, 3, 5, 8, 13]) {
      await home.token("everything");
      const dying = crashing(slow(), { effects: 0, dieAfter });
      await run(dying).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
        deaths++;
      });
      await publishInRuns();
      expect(await home.published()).toEqual(whole);
    }
    expect(deaths).toBeGreaterThan(2);
  });

  it("begins anew when a person is erased, and when what it has written is gone", async () => {
    await run(slow());
    expect(await unfinished()).toBeDefined();
    await snapshots.finish?.(home.platform, { id: "C00001" } as never);
    expect(await unfinished()).toBeUndefined();

    await run(slow());
    const written = (await home.platform.serving.list("serving/")).filter(({ name }) =>
      name.includes("/customers/"),
    );
    for (const { name } of written) await home.platform.serving.remove(name);
    home.said.length = 0;
    await publishInRuns();
    expect(home.said.map(({ why }) => why)).toContain("some of what it has written is gone");
    expect(await home.published()).toEqual(await expected());
  });
});

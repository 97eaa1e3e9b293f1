import { describe, expect, it } from "vitest";
import { listedOnce } from "../../../functions/1-ingest/cached-listing.ts";
import { noticeDefinitions } from "../../../functions/1-ingest/notice-definitions.ts";
import { retryParked } from "../../../functions/1-ingest/retry-parked.ts";
import { definitionsOf, recordDefinitions } from "../../../shared/kpis/definitions.ts";
import { judgingDigest, recordJudgedBy } from "../../../shared/kpis/judging.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import { setAsideIn } from "../../../shared/kpis/set-aside.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { dirtySetIn, everything } from "../../../shared/work/dirty-set.ts";
import { parkedIn } from "../../../shared/work/parked.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";
import { readKpi } from "../../shared/kpis/kpi-text.ts";

const store = () => memoryStore({ classA: 0, classB: 0 });
const clock = { now: () => new Date("2024-03-04T05:06:07Z"), sleep: async () => {} };
const waiting = async (state: ObjectStore, stage: string) =>
  (await dirtySetIn(state).list(stage)).map(({ name, feed, fileDate }) => [name, feed, fileDate].join(" "));

describe("a definition", () => {
  const kpi = readKpi({});
  const told = async (
    kpis: readonly Kpi[],
    known: { computed?: Record<string, string>; judged?: string },
    aside?: string,
  ) => {
    const state = store();
    if (known.computed) await recordDefinitions(state, known.computed);
    if (known.judged !== undefined) await recordJudgedBy(state, { digest: "settings", kpis: known.judged });
    if (aside) {
      const since = "2024-03-01T00:00:00.000Z";
      await setAsideIn(state).replace([
        { kpi: kpi.name, reason: "too large", digest: aside, since },
        { kpi: "gone", reason: "too large", digest: "x", since },
      ]);
    }
    await noticeDefinitions({ state, clock, kpis } as unknown as Platform);
    if (aside) expect((await setAsideIn(state).list()).map((each) => each.kpi)).toEqual([kpi.name]);
    return [await waiting(state, "aggregate"), await waiting(state, "analyze")].map(([first]) => first);
  };
  const computed = definitionsOf([kpi]);
  const judged = judgingDigest([kpi]);
  const token = (stage: string) => `dirty/v1/${stage}/kpis.json kpis 2024-03-04`;

  it("that is new, changed or gone is work for aggregate", async () => {
    expect(await told([kpi], {})).toEqual([token("aggregate"), undefined]);
    expect(await told([kpi], { computed: { sold: "old" }, judged: "old" })).toEqual([
      token("aggregate"),
      undefined,
    ]);
    expect(await told([kpi], { computed: { ...computed, gone: "x" }, judged })).toEqual([
      token("aggregate"),
      undefined,
    ]);
  });

  it("that is judged otherwise is work for analyze; one that did not change is none", async () => {
    expect(await told([kpi], { computed, judged: "old" })).toEqual([undefined, token("analyze")]);
    expect(await told([kpi], { computed })).toEqual([undefined, token("analyze")]);
    expect(await told([kpi], { computed, judged })).toEqual([undefined, undefined]);
    expect(await told([], { computed, judged })).toEqual([undefined, undefined]);
  });

  it("that could not be computed is not tried again until it is another", async () => {
    expect(await told([kpi], { computed: {}, judged }, computed["sold"])).toEqual([undefined, undefined]);
    expect(await told([kpi], { computed: {}, judged }, "older")).toEqual([token("aggregate"), undefined]);
  });
});

it("parked work is tried again under its own name, but not without its contract, and days are not", async () => {
  const state = store();
  const parked = parkedIn(state);
  const park = (of: string, kind: "token" | "day", token: unknown) =>
    parked.park(
      {
        stage: "analyze",
        kind,
        of,
        date: "2024-01-02",
        reason: "r",
        since: "2024-01-03T00:00:00.000Z",
        token,
      },
      "k",
    );
  const work = (feed: string, key: string) => ({ feed, fileDate: "2024-01-02", days: ["2024-01-01"], key });
  await park("sales", "token", work("sales", "sales/2024-01-02/abc"));
  await park(everything, "token", work(everything, "upgrade"));
  await park("unknown", "token", work("unknown", "unknown/2024-01-02/abc"));
  await park("sales", "day", undefined);
  const feeds = [{ name: "sales" }, { name: "broken" }];
  await park("broken", "token", { feed: "broken" });
  await retryParked({ state, feeds, clock } as unknown as Platform);
  expect(await waiting(state, "analyze")).toEqual([
    "dirty/v1/analyze/sales/2024-01-02/abc.json sales 2024-01-02",
    "dirty/v1/analyze/upgrade.json everything 2024-01-02",
  ]);
  expect((await dirtySetIn(state).list("analyze"))[0]?.days).toEqual(["2024-01-01"]);
  // The notes stay until the work has succeeded.
  expect(await parked.list()).toHaveLength(5);
});

it("a folder is listed once, others each time, and a list that failed is asked for again", async () => {
  const real = store();
  await real.write("ledger/v1/a/1.json", "{}");
  await real.write("ledger/v1/b/1.json", "{}");
  await real.write("other/1.json", "{}");
  const lists: string[] = [];
  let fails = true;
  const counting: ObjectStore = {
    ...real,
    async list(prefix) {
      lists.push(prefix);
      if (fails) throw new Error("503");
      return real.list(prefix);
    },
  };
  const once = listedOnce(counting, ["ledger/v1/", "manifest/v1/"]);
  await expect(once.list("ledger/v1/a/")).rejects.toThrow("503");
  fails = false;
  const names = async (prefix: string) => (await once.list(prefix)).map(({ name }) => name);
  expect(await names("ledger/v1/a/")).toEqual(["ledger/v1/a/1.json"]);
  expect(await names("ledger/v1/b/")).toEqual(["ledger/v1/b/1.json"]);
  expect(await names("ledger/v1/")).toHaveLength(2);
  expect([await names("other/"), await names("other/")]).toEqual([["other/1.json"], ["other/1.json"]]);
  expect(await names("manifest/v1/")).toEqual([]);
  expect(lists).toEqual(["ledger/v1/", "ledger/v1/", "other/", "other/", "manifest/v1/"]);
});

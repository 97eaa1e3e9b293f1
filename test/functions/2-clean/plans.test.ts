import { describe, expect, it } from "vitest";
import { planLoads, runLoads } from "../../../functions/2-clean/load-raw.ts";
import { planRebuild } from "../../../functions/2-clean/rebuild.ts";
import { sales } from "../../../functions/2-clean/sales/sales.ts";
import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { LoadJob, Params, Row } from "../../../shared/ports.ts";
import { dirtySetIn, type Token } from "../../../shared/work/dirty-set.ts";
import type { Intent } from "../../../shared/work/lease.ts";
import { type Manifest, manifestsIn } from "../../../shared/work/manifest.ts";
import { parkedIn } from "../../../shared/work/parked.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

const feeds = loadFeeds();

/** A warehouse that gives these answers in turn, and what it was asked with and told to load. */
const given = (
  answers: readonly (readonly Row[])[] = [],
  answerTo?: (params: Params) => readonly Row[] | undefined,
) => {
  const asked: Record<string, unknown>[] = [];
  const loads: LoadJob[] = [];
  const left = [...answers];
  const state = memoryStore({ classA: 0, classB: 0 });
  const warehouse = {
    async query(_: string, params: Params = {}) {
      asked.push(Object.fromEntries(Object.entries(params).map(([name, { value }]) => [name, value])));
      return answerTo?.(params) ?? left.shift() ?? [];
    },
    load: async (job: LoadJob) => void loads.push(job),
  };
  const graph = { clean: { wakes: ["aggregate"], wokenBy: [], hasQueue: true } };
  const platform = {
    ...{ warehouse, feeds, state, graph, company: { baseCurrency: "EUR" } },
    clock: { now: () => new Date(0), sleep: async () => {} },
  } as unknown as Platform;
  return { platform, asked, loads, state };
};
const token = (feed: string, fileDate: string, ...days: string[]) => ({ feed, fileDate, days });

describe("the days of sales that change", () => {
  const plan = async (
    tokens: readonly Token[],
    answers: readonly (readonly Row[])[] = [[{ day: "2024-01-05" }], [{ file_date: "2024-01-04" }]],
  ) => {
    const { platform, asked } = given(answers);
    return { plan: await sales.plan(platform, tokens), asked };
  };

  it("are asked for with the files' days, the rates' days and the first of both", async () => {
    const tokens = [
      token("transactions", "2024-01-03", "2024-01-05", "2024-01-03"),
      token("fx_rates", "2024-01-02", "2024-01-02"),
      token("customers", "2023-01-01", "2023-01-01"),
    ];
    const { plan: found, asked } = await plan(tokens);
    expect(found).toEqual({ days: ["2024-01-05"], fileDates: ["2024-01-03", "2024-01-04"] });
    expect(asked).toEqual([
      {
        ...{ days: ["2024-01-03", "2024-01-05"], file_dates: ["2024-01-03"], rate_days: ["2024-01-02"] },
        ...{ first_day: "2024-01-02", catalogue_changed: false },
      },
      { days: ["2024-01-05"], first_day: "2024-01-05", last_day: "2024-01-05" },
    ]);
  });

  it("may be any once the catalogue has changed, and are none where nothing that concerns them has", async () => {
    expect((await plan([token("products", "2024-01-02")])).asked[0]).toMatchObject({
      ...{ days: [], first_day: "0001-01-01", catalogue_changed: true },
    });
    expect(await plan([token("customers", "2024-01-02", "2024-01-02")])).toEqual({
      plan: undefined,
      asked: [],
    });
    expect((await plan([token("fx_rates", "2024-01-02", "2024-01-02")], [[]])).plan).toBeUndefined();
    expect((await plan([token("fx_rates", "2024-01-02", "2024-01-02")])).plan?.fileDates).toEqual([
      "2024-01-04",
    ]);
  });
});

describe("missing prices are looked for", () => {
  const searched = async (answers: readonly (readonly Row[])[], days = ["2024-01-09", "2024-01-10"]) => {
    const { platform, asked } = given(answers);
    const { params } = await sales.rebuild(platform, {
      subject: "sales-lines",
      days,
      fileDates: ["2024-01-09"],
    });
    const names = ["recent_from", "codes", "history_from", "before_recent", "rare_codes"];
    return { asked, found: names.map((name) => params[name]?.value), params };
  };
  const codes = (...all: string[]) => all.map((stock_code) => ({ stock_code }));
  const nowhere = ["9999-12-31", [], "9999-12-31", "0001-01-01", []];

  it("nowhere if none is missing", async () => {
    expect((await searched([[]])).found).toEqual(nowhere);
    expect((await searched([], [])).found).toEqual(nowhere);
  });

  it("in the seven days before the first one, and before those only for what was not sold in them", async () => {
    const { asked, found } = await searched([codes("P1", "P2"), []]);
    expect(found).toEqual(["2024-01-02", ["P1", "P2"], "9999-12-31", "0001-01-01", []]);
    expect(asked[1]).toMatchObject({
      recent_from: "2024-01-02",
      codes: ["P1", "P2"],
      file_dates: ["2024-01-09"],
    });
    expect((await searched([codes("P1", "P2"), codes("P2")])).found).toEqual([
      ...["2024-01-02", ["P1", "P2"], "0001-01-01", "2024-01-01", ["P2"]],
    ]);
  });

  it("in the base currency; duplicates are dropped unless the contract keeps them", async () => {
    const { params } = await searched([[]]);
    expect([params["base_currency"]?.value, params["keep_duplicates"]?.value]).toEqual(["EUR", false]);
  });
});

const manifest = (feed: string, fileDate: string, name: string, more: Partial<Manifest> = {}): Manifest => ({
  ...{ feed, fileDate, object: `${feed}/${name}`, generation: "1", contract: "c", size: 1, crc32c: "" },
  ...{ parts: [`${name}/part`], rejects: [`${name}/rejects`], rows: 1, rejected: 0, days: [], staleDays: [] },
  ...{ retracted: false, ...more },
});

describe("the loads of raw", () => {
  const planned = async (tokens: readonly Token[], manifests: readonly Manifest[]) => {
    const { platform, state } = given();
    for (const each of manifests) await manifestsIn(state).accept(each);
    const { plan, manifests: seen } = await planLoads(
      platform,
      tokens.map((each) => ({ ...each, name: "n", stored: "1" })),
    );
    return { loads: plan.loads, rejectDates: plan.rejectDates, seen: seen.map(({ object }) => object) };
  };

  it("replace the dates of the changed files by all that is in force on them, with the rejects of all feeds", async () => {
    const found = await planned(
      [token("transactions", "2024-01-02"), token("fx_rates", "2024-01-03")],
      [
        manifest("transactions", "2024-01-02", "a"),
        manifest("transactions", "2024-01-02", "b", { retracted: true }),
        manifest("transactions", "2024-01-01", "c"),
        manifest("fx_rates", "2024-01-02", "d"),
      ],
    );
    const load = (into: string, replace: string[], objects: string[]) => ({ into, replace, objects });
    expect(found.loads.find(({ into }) => into === "transactions")).toEqual(
      load("transactions", ["2024-01-02"], ["a/part"]),
    );
    expect(found.loads.find(({ into }) => into === "fx_rates")).toEqual(load("fx_rates", ["2024-01-03"], []));
    expect(found.loads.at(-1)).toMatchObject({ into: "rejects", replace: ["2024-01-02", "2024-01-03"] });
    expect(found.loads.at(-1)?.objects.toSorted()).toEqual(["a/rejects", "d/rejects"]);
    expect(found.seen.toSorted()).toEqual(["transactions/a", "transactions/b"]);
    expect(await planned([token("unknown", "2024-01-02")], [])).toEqual({
      loads: [],
      rejectDates: [],
      seen: [],
    });
  });

  it("of a snapshot are its newest file, which also ends the rejects of the older ones", async () => {
    const found = await planned(
      [token("customers", "2024-01-03")],
      [manifest("customers", "2024-01-03", "new"), manifest("customers", "2024-01-02", "old")],
    );
    expect(found.loads).toEqual([
      { into: "customers", replace: "all", objects: ["new/part"] },
      { into: "rejects", replace: ["2024-01-02", "2024-01-03"], objects: ["new/rejects"] },
    ]);
  });

  it("read the same from one list as from a list for each date", async () => {
    const dates = Array.from({ length: 51 }, (_, day) => isoDate(dayOf("2024-01-01") + day));
    const all = [...dates, "2024-03-01"].map((date) => manifest("transactions", date, date));
    for (const count of [50, 51]) {
      const { loads } = await planned(
        dates.slice(0, count).map((date) => token("transactions", date)),
        all,
      );
      expect(loads[0]?.objects).toHaveLength(count);
    }
  });

  it("go on without a feed whose contract is gone, and hand the register on", async () => {
    const { platform, loads, state } = given();
    const payload = {
      rejectDates: ["2024-01-02"],
      loads: ["gone", "customers", "rejects"].map((into) => ({
        into,
        replace: ["2024-01-02"],
        objects: [into],
      })),
    };
    await runLoads(platform, { kind: "load", jobId: "j1", payload } as unknown as Intent);
    expect(loads.map(({ id, table, objects }) => [id, table, objects.join()])).toEqual([
      ["j1-customers", "raw.customers", "customers"],
      ["j1-rejects", "raw.rejects", "rejects"],
    ]);
    expect((await dirtySetIn(state).list("aggregate")).map(({ name }) => name)).toEqual([
      "dirty/v1/aggregate/customers/j1.json",
    ]);
  });
});

it("a parked day is tried again with each change of its subject, in a job of its own", async () => {
  const days = ["2024-01-01", "2024-01-02", "2024-01-03"].map((day) => ({ day }));
  const dayOfFile = (params: Params) =>
    (params["days"]?.value as readonly string[] | undefined)?.length === 1;
  const { platform, state, asked } = given([], (params) =>
    "rate_days" in params ? days.slice(0, dayOfFile(params) ? 1 : 3) : [],
  );
  const day = { stage: "clean", kind: "day" as const, reason: "r", since: "2024-01-09T00:00:00.000Z" };
  await parkedIn(state).park({ ...day, of: "sales-lines", date: "2024-01-02", fileDates: ["2023-12-31"] });
  await parkedIn(state).park({ ...day, of: "credit-ledger", date: "2024-01-03" });
  const plan = await planRebuild(
    platform,
    [token("transactions", "2024-01-01", "2024-01-01")],
    ["2024-01-01"],
  );
  expect(plan.subjects.map((each) => [each.subject, each.days])).toEqual([
    ["sales-lines", ["2024-01-01"]],
    ["sales-lines", ["2024-01-02"]],
    ["sales-lines", ["2024-01-03"]],
  ]);
  expect(asked.map((params) => params["file_dates"]).filter(Boolean)).toContainEqual([
    "2023-12-31",
    "2024-01-01",
  ]);
  expect([plan.rejectDates, plan.folds]).toEqual([["2024-01-01"], undefined]);
});

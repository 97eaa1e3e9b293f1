import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { DamagedState, JobFailed, ObjectMissing, PreconditionFailed } from "../../../shared/errors.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { attentionTo, isCalm } from "../../../shared/work/attention.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { noteRequest } from "../../../shared/work/erasure-requests.ts";
import { erasuresIn } from "../../../shared/work/erasures.ts";
import { handOn, isHandedOn, wakeNext } from "../../../shared/work/hand-on.ts";
import { holdsIn } from "../../../shared/work/holds.ts";
import { createJson, listJson, readJson, updateJson, writeJson } from "../../../shared/work/json-object.ts";
import {
  FileState,
  hasEnded,
  hashOf,
  isAccepted,
  isEntryOf,
  isRefused,
  isTerminal,
  ledgerIn,
} from "../../../shared/work/ledger.ts";
import { type Manifest, manifestsIn, union } from "../../../shared/work/manifest.ts";
import { openErasures } from "../../../shared/work/open-erasures.ts";
import { daysApart, forgetDays, parkedDays, parkedIn, triedAgain } from "../../../shared/work/parked.ts";
import { isDivisible, isPoison } from "../../../shared/work/poison.ts";
import { mapAtOnce, someAtOnce } from "../../../shared/work/some-at-once.ts";
import { unreadableIn } from "../../../shared/work/unreadable.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

let operations = { classA: 0, classB: 0 };
let state: ObjectStore;
beforeEach(() => {
  operations = { classA: 0, classB: 0 };
  state = memoryStore(operations);
});
const noon = new Date("2024-01-01T12:00:00Z");
const later = new Date("2024-01-02T12:00:00Z");
const file = { feed: "sales", object: "sales/1.csv", generation: "7" };

describe("a state object", () => {
  const Count = z.strictObject({ count: z.int() });

  it("is created once, and written over by who does not ask what is there", async () => {
    await createJson(state, "a", { count: 1 });
    await createJson(state, "a", { count: 2 });
    expect((await readJson(state, "a", Count))?.value).toEqual({ count: 1 });
    await writeJson(state, "a", { count: 3 });
    expect((await readJson(state, "a", Count))?.value).toEqual({ count: 3 });
    await expect(writeJson(state, "a", { count: 4 }, "1")).rejects.toThrow(PreconditionFailed);
    expect(await readJson(state, "b", Count)).toBeUndefined();
  });

  it("is changed again by who was overtaken, and kept where a change returns nothing", async () => {
    await writeJson(state, "a", { count: 1 });
    let isFirst = true;
    const overtaken = { ...state };
    overtaken.write = async (name, body, options) => {
      if (isFirst) await state.write(name, '{"count":10}');
      isFirst = false;
      return state.write(name, body, options);
    };
    const add = (current: { count: number } | undefined) => ({ count: (current?.count ?? 0) + 1 });
    expect(await updateJson(overtaken, "a", Count, add)).toEqual({ count: 11 });
    expect(await updateJson(state, "a", Count, () => undefined)).toEqual({ count: 11 });
    expect(await updateJson(state, "new", Count, () => undefined)).toBeUndefined();
  });

  it("is given up after 21 attempts, and at once for another reason", async () => {
    let attempts = 0;
    const refusing = (error: Error): ObjectStore => ({
      ...state,
      write: () => {
        attempts++;
        return Promise.reject(error);
      },
    });
    const change = (store: ObjectStore) => updateJson(store, "a", Count, () => ({ count: 1 }));
    await expect(change(refusing(new PreconditionFailed("a")))).rejects.toThrow(PreconditionFailed);
    expect(attempts).toBe(21);
    await expect(change(refusing(new Error("no right")))).rejects.toThrow("no right");
    expect(attempts).toBe(22);
  });

  it("has a copy beside it once a hundred of them are read at once", async () => {
    const listed = async (count: number) => {
      for (let at = 0; at < count; at++) await writeJson(state, `list/${count}/${1000 + at}`, { count: at });
      await listJson(state, `list/${count}/`, Count);
      const before = operations.classB;
      expect(await listJson(state, `list/${count}/`, Count)).toHaveLength(count);
      return operations.classB - before;
    };
    // A look and a read for each, against a look and a read for all.
    expect([await listed(99), await listed(100)]).toEqual([198, 2]);
  });

  it("that is damaged is told of, where somebody listens, and stops a listing where nobody does", async () => {
    await writeJson(state, "list/a", { count: 1 });
    await writeJson(state, "list/b", { other: 1 });
    const damaged: string[] = [];
    expect(await listJson(state, "list/", Count, { onDamaged: (name) => damaged.push(name) })).toEqual([
      { count: 1 },
    ]);
    expect(damaged).toEqual(["list/b"]);
    await expect(listJson(state, "list/", Count)).rejects.toThrow(DamagedState);
  });
});

it("a file's state says whether it is in force, has ended, or needs a person", () => {
  const said = FileState.options.map((one) =>
    [
      one,
      isAccepted(one) && "accepted",
      isTerminal(one) && "terminal",
      hasEnded(one) && "ended",
      isRefused(one) && "refused",
    ]
      .filter(Boolean)
      .join(" "),
  );
  expect(said).toEqual([
    ...["RECEIVED", "STAGED", "ACCEPTED accepted ended", "LOADED accepted ended", "PUBLISHED accepted ended"],
    ...["REJECTED terminal ended refused", "SUPERSEDED terminal ended", "GONE terminal ended"],
    ...["IGNORED terminal ended", "STUCK terminal ended refused", "HELD terminal ended"],
  ]);
});

it("a late ACCEPTED changes nothing, and any other state is taken", async () => {
  const ledger = ledgerIn(state, { now: () => noon, sleep: async () => {} });
  const own = { ...file, fileDate: "2024-01-01" };
  const states = [];
  for (const next of [
    "RECEIVED",
    "ACCEPTED",
    "LOADED",
    "ACCEPTED",
    "PUBLISHED",
    "REJECTED",
    "RECEIVED",
  ] as const)
    states.push((await ledger.advance(own, { state: next, contract: "c1" })).state);
  expect(states).toEqual(["RECEIVED", "ACCEPTED", "LOADED", "LOADED", "PUBLISHED", "REJECTED", "RECEIVED"]);
});

it("the name of a ledger entry tells its file and generation", () => {
  const own = `ledger/v1/sales/${hashOf(file.object)}/7.json`;
  const other = `ledger/v1/sales/${hashOf("sales/2.csv")}/7.json`;
  expect([
    isEntryOf(own, file),
    isEntryOf(own, { ...file, generation: "8" }),
    isEntryOf(other, file),
  ]).toEqual([...[true, false, false]]);
});

describe("a manifest", () => {
  const manifest = (change: Partial<Manifest> = {}): Manifest => ({
    ...{ ...file, fileDate: "2024-01-01", contract: "c1", size: 1, crc32c: "A", parts: [], rejects: [] },
    ...{ rows: 1, rejected: 0, days: ["2024-01-01"], staleDays: [], retracted: false, ...change },
  });
  const stored = async () => (await manifestsIn(state).list("sales"))[0];

  it("moves to a later generation of the same bytes, unless something else is in force", async () => {
    const manifests = manifestsIn(state);
    await manifests.accept(manifest());
    expect(await manifests.confirm(manifest(), "7")).toBe(true);
    expect(await manifests.confirm(manifest({ contract: "c2" }), "9")).toBe(false);
    expect((await stored())?.generation).toBe("7");
    expect(await manifests.confirm(manifest(), "10")).toBe(true);
    // Asked again, as after a crash: it is there already. An older one changes nothing.
    expect(await manifests.confirm(manifest(), "9")).toBe(true);
    expect((await stored())?.generation).toBe("10");
    await manifests.accept(manifest({ generation: "11", retracted: true }));
    expect(await manifests.confirm(manifest({ generation: "11" }), "12")).toBe(false);
  });

  it("gives way to the same generation only under another contract, by a later revision, or when it is taken back", async () => {
    const manifests = manifestsIn(state);
    await manifests.accept(manifest({ take: 2, rows: 1 }));
    for (const take of [1, 2]) expect((await manifests.accept(manifest({ take, rows: 9 }))).rows).toBe(1);
    expect((await manifests.accept(manifest({ take: 3, rows: 3 }))).rows).toBe(3);
    expect((await manifests.accept(manifest({ take: 3, rows: 4, retracted: true }))).retracted).toBe(true);
    expect((await manifests.accept(manifest({ take: 1, rows: 5, contract: "c2" }))).rows).toBe(5);
  });

  it("forgets stale days only of the version that was rebuilt", async () => {
    const manifests = manifestsIn(state);
    const shown = { staleDays: ["2024-01-02", "2024-01-03"], take: 2 };
    await manifests.accept(manifest(shown));
    for (const other of [{ take: 1 }, { contract: "c2" }, { retracted: true }, { generation: "6" }])
      await manifests.settle(manifest({ ...shown, ...other }));
    expect((await stored())?.staleDays).toEqual(["2024-01-02", "2024-01-03"]);
    await manifests.settle(manifest({ ...shown, staleDays: ["2024-01-02"] }));
    expect((await stored())?.staleDays).toEqual(["2024-01-03"]);
  });

  it("is listed by feed and file date", async () => {
    const manifests = manifestsIn(state);
    await manifests.accept(manifest());
    await manifests.accept(manifest({ fileDate: "2024-01-02", object: "sales/2.csv" }));
    expect(await manifests.list("sales")).toHaveLength(2);
    expect((await manifests.list("sales", "2024-01-02")).map(({ object }) => object)).toEqual([
      "sales/2.csv",
    ]);
    expect(union(["b", "a"], ["c", "a"])).toEqual(["a", "b", "c"]);
  });
});

describe("a token", () => {
  const token = { feed: "sales", fileDate: "2024-01-01", days: ["2024-01-01"] };

  it("waits for its own stage, under the beginning of its key", async () => {
    const dirty = dirtySetIn(state);
    await dirty.add("clean", "sales/2024-01-01/x", token);
    expect([await dirty.waits("clean", "sales/"), await dirty.waits("clean", "rates/")]).toEqual([
      true,
      false,
    ]);
    expect([await dirty.count("clean"), await dirty.count("aggregate")]).toEqual([1, 0]);
    expect(await dirty.list("clean")).toEqual([
      { ...token, name: "dirty/v1/clean/sales/2024-01-01/x.json", stored: "1" },
    ]);
  });

  it("that cannot be read is restored from its name, as far as that tells", async () => {
    for (const key of ["sales/2024-01-01/x", "2024-01-02/y", "odd"])
      await state.write(`dirty/v1/clean/${key}.json`, "?");
    const read = (await dirtySetIn(state).list("clean")).map(({ name, stored, ...rest }) => rest);
    expect(read).toEqual(
      expect.arrayContaining([
        { feed: "sales", fileDate: "2024-01-01", days: [], isRestored: true },
        { feed: "everything", fileDate: "2024-01-02", days: ["2024-01-02"], isRestored: true },
        { feed: "everything", fileDate: "1970-01-01", days: [], isRestored: true },
      ]),
    );
    expect(read).toHaveLength(3);
  });

  it("is handed to every stage that follows, and each is woken", async () => {
    const place = (wakes: readonly string[]) => ({
      ...{ wakes, wokenBy: [], readsFrom: [], hasQueue: true, hasTopic: true, hasSchedule: false },
    });
    const graph = { clean: place(["aggregate", "audit"]), aggregate: place([]), audit: place([]) };
    const told: string[] = [];
    const bus = { publish: async (topic: string) => void told.push(topic) };
    await handOn({ state, graph }, "clean", "sales/1", token);
    expect([await dirtySetIn(state).count("aggregate"), await dirtySetIn(state).count("audit")]).toEqual([
      1, 1,
    ]);
    await wakeNext({ bus, graph }, "clean");
    expect(told).toHaveLength(2);
    expect(await isHandedOn({ state, graph }, "clean", "sales/")).toBe(true);
    const [first] = await dirtySetIn(state).list("aggregate");
    if (first) await dirtySetIn(state).remove([first]);
    expect(await isHandedOn({ state, graph }, "clean", "sales/")).toBe(true);
    expect(await isHandedOn({ state, graph }, "clean", "rates/")).toBe(false);
    expect(await isHandedOn({ state, graph }, "aggregate", "sales/")).toBe(false);
    await expect(wakeNext({ bus, graph }, "nowhere")).rejects.toThrow("nowhere is not a stage");
  });
});

describe("parked work", () => {
  const day = (of: string, date: string, fileDates: string[] = []) => ({
    ...{
      stage: "clean",
      kind: "day" as const,
      of,
      date,
      reason: "overflow",
      since: noon.toISOString(),
      fileDates,
    },
  });

  it("keeps the time at which it was parked first, by stage", async () => {
    const parked = parkedIn(state);
    await parked.park(day("sales", "2024-01-01"));
    await parked.park({ ...day("sales", "2024-01-01"), reason: "again", since: later.toISOString() });
    await parked.park({ ...day("sales", "2024-01-01"), kind: "token" }, "key");
    await parked.park({ ...day("sales", "2024-01-01"), stage: "aggregate" });
    const [first, second] = await parked.list("clean");
    expect([first?.name, second?.name]).toEqual([
      "parked/v1/clean/day/sales/2024-01-01.json",
      "parked/v1/clean/token/sales/2024-01-01/key.json",
    ]);
    expect([first?.reason, first?.since]).toEqual(["again", noon.toISOString()]);
    expect([(await parked.list("clean")).length, (await parked.list()).length]).toEqual([2, 3]);
    await state.write("parked/v1/clean/day/sales/2024-01-09.json", "?");
    expect(await parked.list("clean")).toHaveLength(2);
  });

  it("is tried again by the dates of its files, and forgotten day by day", async () => {
    const parked = parkedIn(state);
    await parked.park(day("sales", "2024-01-01", ["2024-01-03", "2024-01-04"]));
    await parked.park(day("sales", "2024-01-02"));
    await parked.park(day("credit", "2024-01-02"));
    await parked.park({ ...day("sales", "2024-01-05"), kind: "token" });
    const listed = await parked.list("clean");
    expect(parkedDays(listed, "sales")).toEqual(["2024-01-01", "2024-01-02"]);
    expect(triedAgain(listed, "sales", "transactions")).toEqual([
      { feed: "transactions", fileDate: "2024-01-03", days: ["2024-01-01"] },
      { feed: "transactions", fileDate: "2024-01-04", days: ["2024-01-01"] },
      { feed: "transactions", fileDate: "2024-01-02", days: ["2024-01-02"] },
    ]);
    await forgetDays(state, listed, "sales", ["2024-01-02", "2024-01-05"]);
    expect((await parked.list("clean")).map(({ kind, of, date }) => `${kind} ${of} ${date}`).sort()).toEqual([
      ...["day credit 2024-01-02", "day sales 2024-01-01", "token sales 2024-01-05"],
    ]);
  });

  it("keeps a day that failed apart from the days around it", () => {
    expect(daysApart(["1", "2", "3", "4", "5"], ["3"])).toEqual([["1", "2"], ["3"], ["4", "5"]]);
    expect(daysApart(["1", "2", "3"], ["1", "2"])).toEqual([["1"], ["2"], ["3"]]);
    expect(daysApart(["1", "2"], [])).toEqual([["1", "2"]]);
  });

  it("failed by its input: nothing else is set aside", () => {
    const failed = (isPoison: boolean) => new JobFailed("j", { isPoison });
    const errors = [
      new DamagedState("d"),
      new ObjectMissing("o"),
      failed(true),
      failed(false),
      new Error("disk full"),
    ];
    expect(errors.map(isPoison)).toEqual([true, true, true, false, false]);
    const large = new JobFailed("j", { isTooLarge: true });
    expect([2, 1].map((parts) => isDivisible(large, parts))).toEqual([true, false]);
    expect(isPoison(large)).toBe(false);
    expect([true, false].map((poison) => isDivisible(failed(poison), 1))).toEqual([true, false]);
  });
});

describe("erasures", () => {
  it("count each person once, know who is on the list and nobody else", async () => {
    const erasures = erasuresIn(state);
    expect([await erasures.count(), (await erasures.read()).has("S"), await erasures.hashOf("S")]).toEqual([
      ...[0, false, undefined],
    ]);
    const hash = await erasures.add("S", noon);
    expect(await erasures.add("S", later)).toBe(hash);
    expect(await erasures.add("T", later)).not.toBe(hash);
    expect([await erasures.count(), await erasures.hashOf("S"), await erasures.hashOf("U")]).toEqual([
      ...[2, hash, undefined],
    ]);
    const erased = await erasures.read();
    expect([erased.count, erased.has("S"), erased.has("T"), erased.has("U")]).toEqual([2, true, true, false]);
  });

  it("remember the files of every run, each once, and when they were asked for first", async () => {
    const found = (object: string, generation = "1") => ({ object, generation, feed: "sales", rows: 1 });
    await noteRequest(state, "h", [found("a"), found("b")], noon);
    const request = await noteRequest(state, "h", [found("b"), found("b", "2"), found("c")], later);
    expect(request.requested).toBe(noon.toISOString());
    expect(request.files.map(({ object, generation }) => object + generation)).toEqual([
      "a1",
      "b1",
      "b2",
      "c1",
    ]);
  });

  it("are open until their certificate is there", async () => {
    expect(await openErasures(state)).toEqual([]);
    for (const name of ["requests/one.json", "requests/two.json", "certificates/two.json"])
      await state.write(`erasures/v1/${name}`, "{}");
    expect((await openErasures(state)).map(({ subject }) => subject)).toEqual(["one"]);
  });
});

it("a decision on a held file counts for its generation alone", async () => {
  const holds = holdsIn(state);
  await holds.decide(file, "released", noon);
  expect(await holds.decisionOn(file)).toBe("released");
  expect(await holds.decisionOn({ ...file, generation: "8" })).toBeUndefined();
});

it("the first decision on a held file counts, whoever else decides at the same time", async () => {
  const holds = holdsIn(state);
  expect(await holds.decide(file, "released", noon)).toBe("released");
  expect(await holds.decide(file, "refused", later)).toBe("released");
  expect(await holds.decisionOn(file)).toBe("released");
});

it("an entry that cannot be read keeps the time at which it was found first, until it can be", async () => {
  const unreadable = unreadableIn(state);
  await unreadable.note([], noon);
  expect(operations.classA).toBe(0);
  await unreadable.note([{ name: "a", reason: "no right" }], noon);
  await unreadable.note(
    [
      { name: "a", reason: "no right" },
      { name: "b", reason: "no right" },
    ],
    later,
  );
  expect((await unreadable.list()).map(({ name, since }) => `${name} ${since}`)).toEqual([
    `a ${noon.toISOString()}`,
    `b ${later.toISOString()}`,
  ]);
  await unreadable.note([{ name: "b", reason: "a folder" }], noon);
  expect(await unreadable.list()).toEqual([{ name: "b", reason: "a folder", since: noon.toISOString() }]);
  await unreadable.note([], later);
  expect(await unreadable.list()).toEqual([]);
});

it("a status is calm only when nothing of any kind needs a person", () => {
  const feed = { overdue: false, shortDays: [] };
  const calm = attentionTo({ feeds: [feed], rejected: [] });
  expect([isCalm(calm), Object.values(calm)]).toEqual([true, [0, 0, 0, 0, 0, 0, 0]]);
  const some = attentionTo({
    feeds: [feed, { ...feed, overdue: true }, { overdue: true, shortDays: [1] }],
    ...{ rejected: [1, 2, 3], held: [1, 2, 3, 4], parked: [1, 2, 3, 4, 5] },
    ...{ unreadable: [1, 2, 3, 4, 5, 6], openErasures: [1, 2, 3, 4, 5, 6, 7] },
  });
  expect(Object.values(some)).toEqual([2, 1, 3, 4, 5, 6, 7]);
  for (const kind of Object.keys(calm)) expect(isCalm({ ...calm, [kind]: 1 })).toBe(false);
});

it("many small pieces of work run some at a time, all of them, with results in their order", async () => {
  let [running, most] = [0, 0];
  const work = async (item: number) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, item % 3));
    running--;
    return item * 2;
  };
  expect(await mapAtOnce([1, 2, 3, 4, 5, 6, 7], 3, work)).toEqual([2, 4, 6, 8, 10, 12, 14]);
  expect(most).toBe(3);
  await someAtOnce([], 3, work);
  expect(running).toBe(0);
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../infra/clock.ts";
import type { LocalObjectStore } from "../../../infra/local/bucket.ts";
import { type LocalBuckets, openBuckets } from "../../../infra/local/object-store.ts";
import { dirtySetIn, type Token } from "../../../shared/work/dirty-set.ts";
import { ledgerIn } from "../../../shared/work/ledger.ts";
import { type Manifest, manifestsIn } from "../../../shared/work/manifest.ts";

let folder: string;
let buckets: LocalBuckets;
let state: LocalObjectStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daybook-state-"));
  buckets = openBuckets(folder);
  state = buckets.bucket("state");
});
afterEach(() => {
  buckets.close();
  rmSync(folder, { recursive: true, force: true });
});

const manifest = (generation: string, days: string[], change: Partial<Manifest> = {}): Manifest => ({
  feed: "transactions",
  object: "transactions/2024-01-01.csv",
  generation,
  fileDate: "2024-01-01",
  contract: "c1",
  size: 1,
  crc32c: "AAAAAA==",
  parts: [`part-${generation}`],
  rejects: [],
  rows: 1,
  rejected: 0,
  days,
  staleDays: [],
  retracted: false,
  ...change,
});

describe("manifests", () => {
  it("only move to later generations, whatever the order of events", async () => {
    const manifests = manifestsIn(state);
    await manifests.accept(manifest("20", ["2024-01-02"]));
    const kept = await manifests.accept(manifest("9", ["2024-01-01"]));
    expect([kept.generation, kept.staleDays]).toEqual(["20", []]);
  });

  it("case 35a: Crash right after the manifest CAS of a replacement; or two replacements before one refresh → dates of every replaced version are still rebuilt.", async () => {
    const manifests = manifestsIn(state);
    await manifests.accept(manifest("1", ["2024-01-01"]));
    await manifests.accept(manifest("2", ["2024-01-02"]));
    const third = await manifests.accept(manifest("3", ["2024-01-03"]));
    expect(third.staleDays).toEqual(["2024-01-01", "2024-01-02"]);
    await manifests.settle(third);
    const [settled] = await manifests.list("transactions");
    expect(settled?.staleDays).toEqual([]);
  });

  it("keep stale days that came in while others were being rebuilt", async () => {
    const manifests = manifestsIn(state);
    await manifests.accept(manifest("1", ["2024-01-01"]));
    const second = await manifests.accept(manifest("2", ["2024-01-02"]));
    await manifests.accept(manifest("3", ["2024-01-03"]));
    await manifests.settle(second);
    const [current] = await manifests.list("transactions");
    expect(current?.staleDays).toEqual(["2024-01-01", "2024-01-02"]);
  });

  it("accept the same generation again under another contract", async () => {
    const manifests = manifestsIn(state);
    await manifests.accept(manifest("1", ["2024-01-01"]));
    const again = await manifests.accept(manifest("1", ["2024-01-05"], { contract: "c2" }));
    expect([again.contract, again.staleDays]).toEqual(["c2", ["2024-01-01"]]);
  });
});

describe("the dirty set", () => {
  const token: Token = { feed: "transactions", fileDate: "2024-01-01", days: ["2024-01-01"] };

  it("takes a token once, and keeps one that was made anew after it was listed", async () => {
    const dirty = dirtySetIn(state);
    await dirty.add("clean", "a", token);
    await dirty.add("clean", "a", token);
    const listed = await dirty.list("clean");
    expect(listed).toHaveLength(1);
    await dirty.remove(listed);
    await dirty.add("clean", "a", { ...token, days: ["2024-01-02"] });
    await dirty.remove(listed);
    expect((await dirty.list("clean")).map(({ days }) => days)).toEqual([["2024-01-02"]]);
  });
});

describe("the ledger", () => {
  const file = {
    feed: "transactions",
    object: "transactions/2024-01-01.csv",
    generation: "7",
    fileDate: "2024-01-01",
  };

  it("goes on from where an entry stands", async () => {
    const ledger = ledgerIn(state, systemClock);
    await ledger.advance(file, { state: "RECEIVED", attempts: 1 });
    await ledger.advance(file, { state: "STAGED", rows: 5 });
    expect(await ledger.read(file)).toMatchObject({ state: "STAGED", attempts: 1, rows: 5 });
  });

  it("keeps a later state when a late ACCEPTED comes", async () => {
    const ledger = ledgerIn(state, systemClock);
    for (const end of ["LOADED", "SUPERSEDED", "GONE"] as const) {
      const file = { feed: "transactions", object: end, generation: "1", fileDate: "2024-01-01" };
      await ledger.advance(file, { state: end, contract: "c1" });
      expect(await ledger.advance(file, { state: "ACCEPTED", contract: "c1" })).toMatchObject({ state: end });
      expect(await ledger.advance(file, { state: "ACCEPTED", contract: "c2" })).toMatchObject({
        state: "ACCEPTED",
      });
    }
    const given = { feed: "transactions", object: "given up", generation: "1", fileDate: "2024-01-01" };
    await ledger.advance(given, { state: "STUCK", contract: "c1" });
    expect(await ledger.advance(given, { state: "ACCEPTED", contract: "c1" })).toMatchObject({
      state: "ACCEPTED",
    });
  });

  it("does not guess when an entry is damaged: it names the object and what to do", async () => {
    const ledger = ledgerIn(state, systemClock);
    await ledger.advance(file, { state: "RECEIVED", attempts: 1 });
    const [stored] = await state.list("ledger/");
    if (!stored) throw new Error("no ledger entry was written");
    await state.write(stored.name, '{"state":"LOADED","from":"the future"}');
    await expect(ledger.read(file)).rejects.toThrow(
      `state object ${stored.name} is damaged or of another version`,
    );
  });
});

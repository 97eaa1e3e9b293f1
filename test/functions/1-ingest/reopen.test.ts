import { expect, it } from "vitest";
import { reopen, replay } from "../../../functions/1-ingest/replay.ts";
import { systemClock } from "../../../infra/clock.ts";
import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import type { Platform } from "../../../shared/platform.ts";
import { ledgerIn } from "../../../shared/work/ledger.ts";
import { type Manifest, manifestsIn } from "../../../shared/work/manifest.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

const store = () => memoryStore({ classA: 0, classB: 0 });
const clock = systemClock;
const object = "transactions/2024-10-06.csv";
const file = { feed: "transactions", fileDate: "2024-10-06", object, generation: "5" };
const manifest = (more: Partial<Manifest>): Manifest => ({
  ...{ ...file, contract: "c", size: 1, crc32c: "AAAAAA==", parts: [], rejects: [] },
  ...{ rows: 1, rejected: 0, days: [], staleDays: [], retracted: false },
  ...more,
});

/** The revision that a file has once it is opened again. */
const revisionAfter = async (entryTake: number | "no entry", inForce?: Partial<Manifest>) => {
  const state = store();
  const ledger = ledgerIn(state, clock);
  const take = entryTake === "no entry" ? {} : { take: entryTake };
  if (entryTake !== "no entry") await ledger.advance(file, { state: "LOADED", attempts: 3, ...take });
  if (inForce) await manifestsIn(state).accept(manifest(inForce));
  await reopen({ state, clock }, file);
  const entry = await ledger.read(file);
  expect(entry).toMatchObject({ state: "RECEIVED", attempts: 0 });
  return entry?.take;
};

it("a file that is read again has a revision above all that ledger and manifest know of it", async () => {
  expect(await revisionAfter("no entry")).toBe(0);
  expect(await revisionAfter(0)).toBe(1);
  expect(await revisionAfter(2, { take: 1 })).toBe(3);
  expect(await revisionAfter(1, { take: 3 })).toBe(4);
  expect(await revisionAfter("no entry", { take: 3 })).toBe(4);
  expect(await revisionAfter("no entry", {})).toBe(1);
});

it("revisions of another generation do not count", async () => {
  expect(await revisionAfter("no entry", { generation: "4", take: 3 })).toBe(1);
  expect(await revisionAfter(1, { generation: "4", take: 3 })).toBe(2);
});

it("a file that is nowhere any more is refused before anything is changed", async () => {
  const platform = { landing: store(), state: store(), clock, feeds: loadFeeds() } as unknown as Platform;
  const again = () => replay(platform)(object);
  await expect(again()).rejects.toThrow(`${object}: no such file is in the bucket`);
  await manifestsIn(platform.state).accept(manifest({ retracted: true }));
  await expect(again()).rejects.toThrow(`${object}: no such file is in the bucket`);
  await manifestsIn(platform.state).accept(manifest({ generation: "6" }));
  await expect(again()).rejects.toThrow("original no longer available");
  await expect(replay(platform)("nothing/like-it.txt")).rejects.toThrow("nothing/like-it.txt: ");
  expect(await platform.state.list("ledger/")).toEqual([]);
});

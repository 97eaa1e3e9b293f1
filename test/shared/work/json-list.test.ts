import { expect, it } from "vitest";
import { z } from "zod";
import { listJson, writeJson } from "../../../shared/work/json-object.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

const Entry = z.strictObject({ day: z.number() });

const counting = () => {
  const operations = { classA: 0, classB: 0 };
  return { store: memoryStore(operations), reads: () => operations.classB };
};

const days = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

it("a listing of a long history reads only what is new or changed, and shows all of it", async () => {
  const { store, reads } = counting();
  const list = async () => (await listJson(store, "ledger/v1/", Entry)).map(({ day }) => day);
  for (const day of days(0, 250)) await writeJson(store, `ledger/v1/${1000 + day}.json`, { day });
  expect(await list()).toEqual(days(0, 250));
  await writeJson(store, "ledger/v1/1007.json", { day: 7000 });
  await store.remove("ledger/v1/1008.json");
  await writeJson(store, "ledger/v1/9999.json", { day: 9 });
  const before = reads();
  expect(await list()).toEqual([...days(0, 7), 7000, ...days(9, 250), 9]);
  // The copy and two entries, each looked at and read.
  expect(reads() - before).toBe(6);
});

it("a damaged copy of a listing costs reads and no more", async () => {
  const { store } = counting();
  for (const day of days(0, 120)) await writeJson(store, `ledger/v1/${1000 + day}.json`, { day });
  await listJson(store, "ledger/v1/", Entry);
  await writeJson(store, "listing/v1/ledger-v1-.json", { "ledger/v1/1000.json": "?" });
  expect(await listJson(store, "ledger/v1/", Entry)).toHaveLength(120);
});

import { beforeEach, expect, it } from "vitest";
import type { ObjectStore } from "../../../shared/ports.ts";
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

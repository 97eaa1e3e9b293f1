import { beforeEach, describe, expect, it } from "vitest";
import type { ObjectStore } from "../../../shared/ports.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { handOn, isHandedOn, wakeNext } from "../../../shared/work/hand-on.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

let state: ObjectStore;
beforeEach(() => {
  state = memoryStore();
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

import { beforeEach, describe, expect, it } from "vitest";
import type { ObjectStore } from "../../../shared/ports.ts";
import { type Manifest, manifestsIn, union } from "../../../shared/work/manifest.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

let state: ObjectStore;
beforeEach(() => {
  state = memoryStore();
});

const file = { feed: "sales", object: "sales/1.csv", generation: "7" };

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

import { describe, expect, it } from "vitest";
import { silentLog } from "../../../infra/entry/logger.ts";
import { latestGood, type Served } from "../../../shared/serving/latest-good.ts";
import { readEntries } from "../../../shared/serving/parts.ts";
import { customers } from "../../../shared/serving/sections/customers.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";
import { publishSpending, readerOf, spent } from "./snapshot-contents.ts";

/** A publication, a clock that stands still, and how often each was asked. */
const given = () => {
  const world = { generation: "1" as string | undefined, now: 0, asked: 0, loads: 0, fault: "", stale: "" };
  const errors: unknown[] = [];
  const reader = latestGood<string>(
    {
      clock: { now: () => new Date(world.now), sleep: async () => {} },
      log: { ...silentLog, error: (text, fields) => errors.push([text, fields]) },
      freshMs: 5000,
    },
    "model",
    async () => {
      world.asked++;
      return world.generation;
    },
    async (): Promise<Served<string>> => {
      world.loads++;
      if (world.fault !== "") throw new Error(world.fault);
      return { value: `v${world.generation}`, ...(world.stale !== "" && { stale: world.stale }) };
    },
  );
  return { world, errors, reader };
};

describe("the newest good value", () => {
  it("is loaded once, and looked for again when it is no longer fresh, without anybody waiting", async () => {
    const { world, reader } = given();
    expect(await Promise.all([reader.current(), reader.current()])).toEqual([
      { value: "v1" },
      { value: "v1" },
    ]);
    expect([world.asked, world.loads]).toEqual([1, 1]);
    world.generation = "2";
    world.now = 4999;
    expect([reader.current(), world.asked]).toEqual([{ value: "v1" }, 1]);
    world.now = 5000;
    expect(reader.current()).toEqual({ value: "v1" });
    await reader.newest();
    expect([reader.current(), world.loads]).toEqual([{ value: "v2" }, 2]);
    const asked = world.asked;
    world.now = 9999;
    expect([reader.current(), world.asked - asked]).toEqual([{ value: "v2" }, 0]);
    world.now = 10_000;
    await reader.newest();
    expect(world.loads).toBe(2);
  });

  it("is none before the first, which is an answer that is kept as long", async () => {
    const { world, reader } = given();
    world.generation = undefined;
    expect(await reader.current()).toBeUndefined();
    world.generation = "1";
    expect(reader.current()).toBeUndefined();
    expect(await reader.newest()).toEqual({ value: "v1" });
  });

  it("stays when the next one is damaged, says so, and gives way once that is mended", async () => {
    const { world, errors, reader } = given();
    await reader.newest();
    Object.assign(world, { generation: "2", fault: "torn" });
    expect(await reader.newest()).toEqual({ value: "v1", stale: "torn" });
    expect(errors).toEqual([["the newest model is not served", { counter: "model_stale", error: "torn" }]]);
    world.fault = "";
    expect(await reader.newest()).toEqual({ value: "v2" });
    Object.assign(world, { generation: "3", stale: "an older version" });
    expect(await reader.newest()).toEqual({ value: "v3", stale: "an older version" });
    expect(errors).toHaveLength(2);
  });

  it("is none while the first is damaged", async () => {
    const { world, reader } = given();
    world.fault = "torn";
    expect(await reader.newest()).toBeUndefined();
  });
});

describe("entries of several shards", () => {
  const ids = Array.from({ length: 3000 }, (_, place) => `C${String(place).padStart(5, "0")}`);
  const published = async () => {
    const serving = memoryStore({ classA: 0, classB: 0 });
    const manifest = await publishSpending(serving, "s1", new Map(ids.map((id, place) => [id, place])));
    return { serving, manifest };
  };

  it("are read in their order, all or those after an id, whether it is there or not", async () => {
    const { serving, manifest } = await published();
    const idsAfter = async (id?: string) => {
      const found: string[] = [];
      for await (const [each] of readEntries(serving, manifest, customers, id)) found.push(each);
      return found;
    };
    expect(await idsAfter()).toEqual(ids);
    expect(await idsAfter("C01499")).toEqual(ids.slice(1500));
    expect(await idsAfter("C01499x")).toEqual(ids.slice(1500));
    expect(await idsAfter("A")).toEqual(ids);
    expect(await idsAfter("C02999")).toEqual([]);
  });

  it("are listed from an id on, as many as are asked for, and found by id", async () => {
    const { serving, manifest } = await published();
    const section = manifest.sections["customers"];
    expect(section && "shards" in section ? section.shards.length : 0).toBeGreaterThan(1);
    const clock = { now: () => new Date(0), sleep: async () => {} };
    const read = await readerOf(serving, { clock, log: silentLog, freshMs: 5000 }).newest();
    const from = async (id: string, most: number) =>
      (await read?.value.listFrom(customers, id, most))?.map(([each]) => each);
    expect(await from("C00000", 2)).toEqual(["C00000", "C00001"]);
    expect(await from("", 1)).toEqual(["C00000"]);
    expect(await from("C00001x", 2500)).toEqual(ids.slice(2, 2502));
    expect(await from("C02999", 9)).toEqual(["C02999"]);
    expect(await from("C00000", 0)).toEqual([]);
    expect(await read?.value.find(customers, "C02000")).toEqual(spent(2000));
    expect(await read?.value.find(customers, "C02000x")).toBeUndefined();
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { DamagedState, PreconditionFailed } from "../../../shared/errors.ts";
import type { ObjectStore } from "../../../shared/ports.ts";
import { createJson, listJson, readJson, updateJson, writeJson } from "../../../shared/work/json-object.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

let operations = { classA: 0, classB: 0 };
let state: ObjectStore;
beforeEach(() => {
  operations = { classA: 0, classB: 0 };
  state = memoryStore(operations);
});

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

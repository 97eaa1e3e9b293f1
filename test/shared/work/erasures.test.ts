import { beforeEach, describe, expect, it } from "vitest";
import type { ObjectStore } from "../../../shared/ports.ts";
import { noteRequest } from "../../../shared/work/erasure-requests.ts";
import { erasuresIn } from "../../../shared/work/erasures.ts";
import { openErasures } from "../../../shared/work/open-erasures.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

let state: ObjectStore;
beforeEach(() => {
  state = memoryStore();
});

const noon = new Date("2024-01-01T12:00:00Z");
const later = new Date("2024-01-02T12:00:00Z");

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

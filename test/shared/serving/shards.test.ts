import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byBytes } from "../../../shared/serving/id-order.ts";
import { type FilledShard, findShard, inShards } from "../../../shared/serving/shards.ts";

/** Also characters that UTF-16 and UTF-8 put in another order. */
const character = fc.constantFrom(..."ab0é߿ࠀ퟿￿😀𐀀", String.fromCodePoint(0x10ffff));
const id = fc.string({ unit: character, maxLength: 6 });

describe("a customer's shard", () => {
  it("is the last that begins no later than the id, and none before the first", () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 40 }), id, (ids, wanted) => {
        const firsts = ids.toSorted(byBytes);
        const shards = firsts.map((first) => ({
          first,
          object: first,
          sha256: "",
          generation: "",
          bytes: 0,
          entries: 1,
        }));
        const expected = firsts.findLast((first) => byBytes(first, wanted) <= 0);
        expect(findShard(shards, wanted)?.first).toBe(expected);
      }),
    );
  });
});

const many = Array.from({ length: 20_000 }, (_, index) => `C${String(index * 10).padStart(6, "0")}`);
const rows = { rows: (count: number) => count };

async function* withRows(ids: readonly string[], rowsOf = (_: string): number => 1) {
  for (const each of ids) yield [each, rowsOf(each)] as const;
}

const cut = async (ids: readonly string[], rowsOf?: (id: string) => number) => {
  const shards: FilledShard<number>[] = [];
  for await (const shard of inShards(rows, withRows(ids, rowsOf))) shards.push(shard);
  return shards;
};

/** How many shards of the second are not in the first. */
const changed = (before: readonly FilledShard<number>[], after: readonly FilledShard<number>[]): number => {
  const known = new Set(before.map((shard) => JSON.stringify(shard)));
  return after.filter((shard) => !known.has(JSON.stringify(shard))).length;
};

describe("a section in shards", () => {
  it("holds every entry once and in order, in shards that are neither too large nor mostly empty", async () => {
    const heavy = (each: string) => (each.endsWith("70") ? 300 : 3);
    for (const [rowsOf, most] of [
      [() => 1, 1000],
      [heavy, 8000],
    ] as const) {
      const shards = await cut(many, rowsOf);
      expect(shards.flat().map(([each]) => each)).toEqual(many);
      for (const entries of shards)
        expect(entries.reduce((sum, [, count]) => sum + count, 0)).toBeLessThanOrEqual(most);
      expect(shards.length).toBeLessThan((3 * many.reduce((sum, each) => sum + rowsOf(each), 0)) / most);
    }
  });

  it("puts an entry with too many rows into a shard of its own", async () => {
    const shards = await cut(many.slice(0, 3), (each) => (each === many[1] ? 9000 : 1));
    expect(shards.map((entries) => entries.length)).toEqual([1, 1, 1]);
    expect(await cut([])).toEqual([]);
  });

  it("keeps nearly all shards when an entry comes, goes or changes", async () => {
    const before = await cut(many);
    for (const place of [0, 1, 4321, 9999, 15_000, 19_999]) {
      const id = many[place] ?? "";
      expect(changed(before, await cut(many, (each) => (each === id ? 2 : 1)))).toBe(1);
      for (const after of [many.toSpliced(place, 1), many.toSpliced(place + 1, 0, `${id}x`)])
        expect(changed(before, await cut(after))).toBeLessThan(6);
    }
  });
});

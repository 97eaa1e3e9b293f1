import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byBytes } from "../../../shared/serving/id-order.ts";
import { shardOf } from "../../../shared/serving/snapshot.ts";

/** Also characters that UTF-16 and UTF-8 put in another order. */
const character = fc.constantFrom(..."ab0é߿ࠀ퟿￿😀𐀀", String.fromCodePoint(0x10ffff));
const id = fc.string({ unit: character, maxLength: 6 });

describe("a customer's shard", () => {
  it("is the last that begins no later than the id, and none before the first", () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 40 }), id, (ids, wanted) => {
        const firsts = ids.toSorted(byBytes);
        const shards = firsts.map((first) => ({ first, object: first, sha256: "", customers: 1 }));
        const expected = firsts.findLast((first) => byBytes(first, wanted) <= 0);
        expect(shardOf(shards, wanted)?.first).toBe(expected);
      }),
    );
  });
});

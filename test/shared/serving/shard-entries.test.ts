import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DamagedState } from "../../../shared/errors.ts";
import { byBytes } from "../../../shared/serving/id-order.ts";
import { placeFrom, shardEntries } from "../../../shared/serving/shard-entries.ts";

const ids = fc.string({
  unit: fc.constantFrom("a", "1", "0", '"', "\\", "{", "]", ",", "é", "\u{1F600}", "\n"),
});

describe("the entries of a shard", () => {
  it("are those that JSON has, in the order of their ids, however it is spaced", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(ids, fc.jsonValue()), { selector: ([id]) => id }),
        fc.constantFrom(undefined, 1),
        (entries, space) => {
          const text = JSON.stringify(Object.fromEntries(entries), null, space);
          const shard = shardEntries(Buffer.from(text));
          expect(shard.ids).toEqual(entries.map(([id]) => id).sort(byBytes));
          const known: Record<string, unknown> = JSON.parse(text);
          for (const [place, id] of shard.ids.entries())
            expect(shard.parsed(place)).toEqual(Object.getOwnPropertyDescriptor(known, id)?.value);
        },
      ),
    );
  });

  it("are found from any id on", () => {
    fc.assert(
      fc.property(fc.uniqueArray(ids), ids, (some, id) => {
        const sorted = some.toSorted(byBytes);
        const later = sorted.filter((each) => byBytes(each, id) >= 0);
        expect(sorted.slice(placeFrom(sorted, id))).toEqual(later);
      }),
    );
  });

  it.each(["", "[]", "null", '{"a":1', '{"a', '{"a"', '{"a\\"', '{"a":{}', "{1:2}", '{"a" 1}'])(
    "are refused if the shard is no object: %s",
    (text) => {
      expect(() => shardEntries(Buffer.from(text))).toThrow(DamagedState);
    },
  );
});

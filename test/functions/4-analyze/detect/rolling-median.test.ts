import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  innerMedians,
  medianOf,
  medianOfRange,
  medianWithin,
  rollingMedians,
} from "../../../../functions/4-analyze/detect/rolling-median.ts";

const upTo = (count: number) => Float64Array.from({ length: count }, (_, at) => at + 1);

describe("medians around a point", () => {
  it("reach five points to each side, as far as there are any", () => {
    const values = upTo(13);
    expect([...rollingMedians(values, innerMedians(values), 0, 13)]).toEqual([
      ...[3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 8.5, 9, 9.5, 10, 10.5],
    ]);
    expect([...rollingMedians(values, innerMedians(values), 4, 10)]).toEqual(Array(6).fill(7.5));
    expect(
      [...innerMedians(values)].map((each, at) => (Number.isNaN(each) ? "" : `${at}:${each}`)).join(""),
    ).toBe("5:66:77:8");
    expect(medianOfRange(values, 2, 5)).toBe(4);
  });

  it("are the same for few and for many values, in any order, with equal ones and outliers", () => {
    for (const count of [24, 25, 26])
      expect(medianOfRange(upTo(count).reverse(), 0, count)).toBe((count + 1) / 2);
    const some = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 }));
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 120 }), (values) => {
        const ascending = Float64Array.from(values).sort();
        const half = ascending.length >> 1;
        const upper = ascending[half] ?? 0;
        const expected = ascending.length % 2 === 1 ? upper : ((ascending[half - 1] ?? 0) + upper) / 2;
        expect(medianOf(values) + 0).toBe(expected + 0);
        expect(medianWithin(Float64Array.of(99, ...values, -99), 1, values.length + 1) + 0).toBe(
          expected + 0,
        );
      }),
    );
  });
});

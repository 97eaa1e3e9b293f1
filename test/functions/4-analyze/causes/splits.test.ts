import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitByFactors } from "../../../../functions/4-analyze/causes/log-mean.ts";
import { splitByMixAndRate } from "../../../../functions/4-analyze/causes/mix-rate.ts";
import { approximate, decimalText, nano, nearestNano, total } from "../../../../shared/decimal.ts";

const sides = (numerator: number, denominator: number) => ({
  numerator: nano(numerator),
  denominator: nano(denominator),
});

describe("splitByMixAndRate", () => {
  it("shows that a ratio rose by mix alone although it fell in every segment", () => {
    // given: 10 and 100 per order; most orders move to the dear segment, where each then costs a little less
    const parts = [
      { name: "cheap", before: sides(900, 90), now: sides(95, 10) },
      { name: "dear", before: sides(1000, 10), now: sides(8910, 90) },
    ];
    const whole = { before: sides(1900, 100), now: sides(9005, 100) };
    // when
    const split = splitByMixAndRate(parts, whole) ?? [];
    // then
    expect(total(split.map(({ mix }) => mix))).toBe(nano(72));
    expect(split.every(({ rate }) => rate < 0n)).toBe(true);
    expect(decimalText(total(split.flatMap(({ mix, rate }) => [mix, rate])))).toBe("71.05");
  });

  it("adds up for any segments, also new and lost ones", () => {
    const side = fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 500 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side), { minLength: 1, maxLength: 6 }), (rows) => {
        // A segment without volume has no sales either.
        const at = ([upper, lower]: readonly [number, number]) => sides(lower === 0 ? 0 : upper, lower);
        const parts = rows.map(([before, now], index) => ({
          name: String(index),
          before: at(before),
          now: at(now),
        }));
        const sum = (time: "before" | "now") => ({
          numerator: total(parts.map((part) => part[time].numerator)),
          denominator: total(parts.map((part) => part[time].denominator)),
        });
        const whole = { before: sum("before"), now: sum("now") };
        fc.pre(whole.before.denominator > 0n && whole.now.denominator > 0n);
        const ratio = ({ numerator, denominator }: typeof whole.now) =>
          approximate(numerator) / approximate(denominator);
        const split = splitByMixAndRate(parts, whole) ?? [];
        const added = split.reduce((all, { mix, rate }) => all + approximate(mix) + approximate(rate), 0);
        expect(added).toBeCloseTo(ratio(whole.now) - ratio(whole.before), 6);
      }),
    );
  });

  it("is refused where segments do not add up to the whole, as distinct customers do not", () => {
    const parts = [
      { name: "a", before: sides(10, 4), now: sides(10, 4) },
      { name: "b", before: sides(10, 4), now: sides(10, 4) },
    ];
    expect(splitByMixAndRate(parts, { before: sides(20, 6), now: sides(20, 6) })).toBeUndefined();
  });
});

describe("splitByFactors", () => {
  it("gives a factor that alone changed the whole change", () => {
    const split = splitByFactors(nano(100), { before: 100, after: 200 }, [
      { name: "customers", before: 10, after: 20 },
      { name: "spend", before: 10, after: 10 },
    ]);
    expect(split?.map(decimalText)).toEqual(["100", "0"]);
  });

  it("adds up to the change, to the last digit", () => {
    const level = fc.double({ min: 0.01, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(level, level), { minLength: 1, maxLength: 5 }), (levels) => {
        const factors = levels.map(([before, after], index) => ({ name: String(index), before, after }));
        const product = {
          before: factors.reduce((all, { before }) => all * before, 1),
          after: factors.reduce((all, { after }) => all * after, 1),
        };
        const change = nearestNano(product.after) - nearestNano(product.before);
        const split = splitByFactors(change, product, factors);
        fc.pre(split !== undefined);
        expect(total(split ?? [])).toBe(change);
      }),
    );
  });

  it("is refused where a factor is zero", () => {
    expect(
      splitByFactors(nano(-100), { before: 100, after: 0 }, [{ name: "customers", before: 10, after: 0 }]),
    ).toBeUndefined();
  });
});

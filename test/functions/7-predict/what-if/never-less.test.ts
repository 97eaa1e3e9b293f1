import { describe, expect, it } from "vitest";
import { ladderTo, neverLess } from "../../../../functions/7-predict/what-if/never-less.ts";
import { stream } from "../../../../shared/learning/random.ts";

const random = stream(7, "never less");
const between = (low: number, high: number) => low + (high - low) * random.next();
const amounts = () => Math.round(100 * 10 ** between(-2, 6)) / 100;

/** A model with steps up and down, as trees have, on a slope that may fall. */
const jagged = () => {
  const [slope, steps] = [
    between(-3, 3),
    Array.from({ length: 12 }, () => ({ at: amounts(), by: between(-50, 50) })),
  ];
  return (amount: number) =>
    steps.reduce((sum, { at, by }) => sum + (amount >= at ? by : 0), 100 + slope * Math.log1p(amount));
};

describe("an answer that never falls", () => {
  it("never falls below its start, nor as the amount grows, whatever the model says", () => {
    for (let turn = 0; turn < 3000; turn++) {
      const [model, least, one, other] = [jagged(), between(0, 200), amounts(), amounts()];
      const [small, large] = [Math.min(one, other), Math.max(one, other)];
      const less = neverLess(ladderTo(small), model, least);
      expect(less).toBeGreaterThanOrEqual(least);
      expect(neverLess(ladderTo(large), model, least)).toBeGreaterThanOrEqual(less);
    }
  });

  it("is the model's own where that rises", () => {
    for (const amount of [0, 0.4, 1, 37.5, 240, 999.99, 123_456]) {
      const model = (value: number) => 50 + 12 * Math.sqrt(value);
      expect(neverLess(ladderTo(amount), model, 20) / model(amount)).toBeCloseTo(1, 3);
    }
  });

  it("asks for a few amounts only", () => {
    const { below, between: fine } = ladderTo(250);
    expect(below).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128]);
    expect([fine[0], fine.at(-1), fine.length]).toEqual([128, 256, 17]);
  });
});

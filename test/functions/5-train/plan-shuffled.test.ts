import { describe, expect, it } from "vitest";
import { TooFewRows } from "../../../functions/5-train/plan-folds.ts";
import { planShuffled } from "../../../functions/5-train/plan-shuffled.ts";
import type { Table } from "../../../shared/learning/table.ts";

const settings = { folds: 4, testFraction: 0.2, leastRows: 20, seed: 1 };

const tableOf = (entities: readonly string[], y: readonly number[]): Table => ({
  features: ["x"],
  groups: ["x"],
  rows: y.length,
  x: new Float64Array(y.length),
  expected: new Float64Array(y.length).fill(1),
  y: Float64Array.from(y),
  entities,
  asOf: y.map(() => "1970-01-01"),
  knownOn: y.map(() => "1970-01-01"),
});
const rowsAlone = tableOf(
  Array.from({ length: 500 }, (_, row) => `row ${row}`),
  Array.from({ length: 500 }, (_, row) => Number(row % 50 === 0)),
);
const inGroups = tableOf(
  Array.from({ length: 500 }, (_, row) => `group ${row % 40}`),
  Array.from({ length: 500 }, (_, row) => row),
);

describe("tests drawn at random", () => {
  it("test each row once, and fit on none that is tested", () => {
    const { validation, holdout } = planShuffled(rowsAlone, settings);
    expect(holdout.test).toHaveLength(100);
    const tested = [...validation.flatMap(({ test }) => [...test]), ...holdout.test];
    expect(tested.toSorted((a, b) => a - b)).toEqual([...rowsAlone.y.keys()]);
    for (const { known, fit, tuning, test } of [...validation, holdout]) {
      expect([...fit, ...tuning].toSorted((a, b) => a - b)).toEqual([...known]);
      const isTested = new Set(test);
      expect(known.some((row) => isTested.has(row))).toBe(false);
    }
    const held = new Set(holdout.test);
    for (const { known } of validation) expect(known.some((row) => held.has(row))).toBe(false);
  });

  it("give each test its share of a rare class", () => {
    const { validation, holdout } = planShuffled(rowsAlone, settings);
    for (const { test } of [...validation, holdout])
      expect(test.filter((row) => (rowsAlone.y[row] ?? 0) > 0)).toHaveLength(2);
  });

  it("never divide a group", () => {
    const { validation, holdout } = planShuffled(inGroups, settings);
    for (const { known, fit, tuning, test } of [...validation, holdout]) {
      const groupsOf = (rows: Uint32Array) => new Set(Array.from(rows, (row) => inGroups.entities[row]));
      expect(groupsOf(test).isDisjointFrom(groupsOf(known))).toBe(true);
      expect(groupsOf(fit).isDisjointFrom(groupsOf(tuning))).toBe(true);
    }
  });

  it("need enough groups", () => {
    const few = tableOf(
      rowsAlone.entities.map((_, row) => `group ${row % 5}`),
      [...rowsAlone.y],
    );
    expect(() => planShuffled(few, settings)).toThrow(TooFewRows);
  });

  it("need twice the least rows, two groups for each test and two in the holdout", () => {
    const fits = (more: Partial<typeof settings>) => planShuffled(rowsAlone, { ...settings, ...more });
    // Of 500 rows a fifth is held back.
    fits({ leastRows: 200 });
    expect(() => fits({ leastRows: 201 })).toThrow(
      "it needs 402 rows of 8 groups beside the test, and there are 400 of 400",
    );
    fits({ folds: 200 });
    expect(() => fits({ folds: 201 })).toThrow(TooFewRows);
    expect(fits({ testFraction: 0.004 }).holdout.test).toHaveLength(2);
    expect(() => fits({ testFraction: 0.002 })).toThrow(TooFewRows);
  });

  it("keep 15 % of the groups aside for families that stop early, if both parts are large enough", () => {
    const sizes = (leastRows: number) => {
      const { fit, tuning } = planShuffled(rowsAlone, { ...settings, folds: 2, leastRows }).holdout;
      return [fit.length, tuning.length];
    };
    expect(sizes(20)).toEqual([340, 60]);
    // Of 200 rows on which a fold fits, 170 and 30 are left: 30 is a fifth of 150.
    const fold = (leastRows: number) =>
      planShuffled(rowsAlone, { ...settings, folds: 2, leastRows }).validation[0]?.tuning.length;
    expect([fold(150), fold(151)]).toEqual([30, 0]);
  });
});

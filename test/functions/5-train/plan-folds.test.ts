import { describe, expect, it } from "vitest";
import { planFolds, TooFewRows } from "../../../functions/5-train/plan-folds.ts";
import { dayOf } from "../../../shared/dates.ts";
import { madeSettings, madeTable } from "./made-table.ts";

const table = madeTable();
const day = (row: number) => dayOf(table.asOf[row] ?? "");
const known = (row: number) => dayOf(table.knownOn[row] ?? "");

describe("folds", () => {
  const { validation, holdout } = planFolds(table, madeSettings().folds);

  it("leave out of training every outcome that was unknown on the first day of the test", () => {
    expect(validation.length).toBe(3);
    for (const { known: all, fit, tuning, test } of [...validation, holdout]) {
      const start = Math.min(...Array.from(test, day));
      expect(Math.max(...Array.from(all, known))).toBeLessThanOrEqual(start);
      expect(Math.max(...Array.from(tuning, known))).toBeLessThanOrEqual(start);
      expect(Math.max(...Array.from(fit, known))).toBeLessThanOrEqual(Math.min(...Array.from(tuning, day)));
    }
  });

  it("roll forward in time and end in a holdout that no validation fold overlaps", () => {
    const starts = [...validation, holdout].map(({ test }) => Math.min(...Array.from(test, day)));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    const held = new Set(holdout.test);
    for (const { known: all, test } of validation)
      expect([...all, ...test].filter((row) => held.has(row))).toEqual([]);
    expect(Math.max(...Array.from(holdout.test, day))).toBe(Math.max(...Array.from(table.y.keys(), day)));
  });

  it("ignore rows whose outcome is unknown", () => {
    const open = { ...table, y: table.y.map((y, row) => (row >= table.rows - 120 ? Number.NaN : y)) };
    const plan = planFolds(open, madeSettings().folds);
    expect(Math.max(...plan.holdout.test)).toBeLessThan(table.rows - 120);
  });

  it("test on weeks of dates, on fewer when the history is short, on one at least", () => {
    const folds = {
      ...{ folds: 3, testDays: 28, holdoutDays: 56, leastTestDays: 1, stepDays: 28 },
      leastRows: 200,
    };
    const datesOf = (rows: Uint32Array, { asOf }: typeof table) =>
      new Set(Array.from(rows, (row) => asOf[row]));
    const tested = (weeks: number) => {
      const made = madeTable({ weeks });
      const plan = planFolds(made, folds);
      return [...plan.validation, plan.holdout].map(({ test }) => datesOf(test, made).size);
    };
    expect(tested(40)).toEqual([4, 4, 4, 8]);
    expect(tested(20)).toEqual([2, 2, 2, 4]);
    expect(tested(10)).toEqual([1, 1, 1, 2]);
    expect(tested(9)).toEqual([1, 1, 1, 1]);
    expect(() => planFolds(madeTable({ weeks: 6 }), folds)).toThrow(
      "4 dates to test on, 1 day or more apart",
    );
  });

  it("are a step apart, and closer together when the history is short", () => {
    const made = madeTable({ weeks: 10 });
    const folds = {
      ...{ folds: 3, testDays: 28, holdoutDays: 56, leastTestDays: 1, stepDays: 30, leastRows: 100 },
    };
    const plan = planFolds(made, folds);
    const dates = [...plan.validation, plan.holdout].map(({ test }) => [
      ...new Set(Array.from(test, (row) => made.asOf[row])),
    ]);
    // A quarter of a step is seven and a half days: eight, so that every other week is tested.
    expect(dates).toEqual([["2024-01-22"], ["2024-02-05"], ["2024-02-19"], ["2024-02-26", "2024-03-04"]]);
  });

  it("say how much history is missing", () => {
    const short = madeTable({ weeks: 6 });
    expect(() => planFolds(short, madeSettings().folds)).toThrow(TooFewRows);
    expect(() => planFolds(short, madeSettings().folds)).toThrow(
      "it needs 4 dates to test on, 1 day or more apart, the first of them after 200 rows whose outcome was known by then; there are 360 rows with a known outcome on 6 dates from 2024-01-01",
    );
  });
});

import { describe, expect, it } from "vitest";
import type { Examples } from "../../../shared/models/model.ts";
import { withShiftedTarget } from "../../../shared/tasks/shifted-target.ts";
import { trivialPredictors } from "../../../shared/tasks/trivial-predictor.ts";

const examplesOf = (columns: Record<string, readonly number[]>, y: readonly number[]): Examples => {
  const features = Object.keys(columns);
  const values = Object.values(columns);
  return {
    features,
    rows: y.length,
    x: Float64Array.from({ length: y.length * features.length }, (_, cell) => {
      return values[cell % features.length]?.[Math.floor(cell / features.length)] ?? Number.NaN;
    }),
    expected: new Float64Array(y.length).fill(1),
    y: Float64Array.from(y),
    weight: new Float64Array(y.length).fill(1),
  };
};

const rows = Array.from({ length: 80 }, (_, row) => row);
const spent = rows.map((row) => ((row * 37) % 101) * 2.5);

describe("the alarm for trivial predictors", () => {
  it("names a feature that is the answer, or moves with it, and no other", () => {
    const examples = examplesOf(
      {
        same: spent,
        scaled: spent.map((value) => 900 - 3 * value),
        sometimes: spent.map((value, row) => (row % 2 === 0 ? Number.NaN : value + 0.5)),
        honest: spent.map((value, row) => value + ((row * 53) % 97) * 2),
        constant: rows.map(() => 4),
        nothing: rows.map(() => Number.NaN),
      },
      spent,
    );
    expect(trivialPredictors(examples).map(({ feature }) => feature)).toEqual([
      "same",
      "scaled",
      "sometimes",
    ]);
  });

  it("says nothing of a handful of rows, where chance agrees", () => {
    expect(trivialPredictors(examplesOf({ same: spent.slice(0, 20) }, spent.slice(0, 20)))).toEqual([]);
  });
});

describe("the shifted target", () => {
  it("gives each row another's truth of the same month, the same for the same seed", () => {
    const asOf = rows.map((row) => (row < 40 ? "2024-01-15" : "2024-02-15"));
    const given = { examples: examplesOf({ same: spent }, spent), asOf, entities: rows.map(String) };
    const { y, x } = withShiftedTarget(given, 1);
    expect(x).toEqual(given.examples.x);
    expect([...y]).not.toEqual(spent);
    expect([...y].slice(0, 40).sort()).toEqual(spent.slice(0, 40).sort());
    expect([...y].slice(40).sort()).toEqual(spent.slice(40).sort());
    expect(withShiftedTarget(given, 1).y).toEqual(y);
    expect(withShiftedTarget(given, 2).y).not.toEqual(y);
    expect(trivialPredictors(withShiftedTarget(given, 1))).toEqual([]);
  });
});

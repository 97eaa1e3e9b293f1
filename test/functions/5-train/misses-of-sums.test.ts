import { expect, it } from "vitest";
import { missesOfSums } from "../../../functions/5-train/misses-of-sums.ts";
import type { Run } from "../../../functions/5-train/run-fold.ts";
import { measureBands } from "../../../functions/6-publish/credit/weekly-cash.ts";
import type { Table } from "../../../shared/learning/table.ts";

/** Three dates: on the first the large one came, on the second the small one, on the third nothing could. */
const rows = [
  { asOf: "2024-01-01", total: 30, y: 1, chance: 0.5 },
  { asOf: "2024-01-01", total: 40, y: 1, chance: 0.5 },
  { asOf: "2024-01-08", total: 30, y: 1, chance: 0.5 },
  { asOf: "2024-01-08", total: 40, y: 0, chance: 0.5 },
  { asOf: "2024-01-15", total: 10, y: 0, chance: 0 },
];
const table = {
  features: ["age", "total"],
  groups: ["age", "value"],
  rows: rows.length,
  x: Float64Array.from(rows.flatMap(({ total }) => [7, total])),
  expected: new Float64Array(rows.length),
  y: Float64Array.from(rows, ({ y }) => y),
  asOf: rows.map(({ asOf }) => asOf),
  knownOn: rows.map(({ asOf }) => asOf),
  entities: rows.map(() => "A"),
} as unknown as Table;

const run = (test: readonly number[], failed?: string): Run =>
  ({
    plan: { test: Uint32Array.from(test) },
    outcome: failed
      ? { failed }
      : { answers: { predicted: Float64Array.from(test, (row) => rows[row]?.chance ?? 0) } },
  }) as unknown as Run;

it("the sum of each date that was not seen is held against what its chances said, in deviations", () => {
  const sums = missesOfSums(table, [run([0, 1, 4]), run([2, 3]), run([0], "it broke")], { sumsOf: "total" });
  // Expected 35, with a deviation of half of 50: 70 came, then 30. A date without any doubt has no deviation.
  expect(sums).toEqual({ of: "total", misses: [35 / 25, -5 / 25] });
  expect(missesOfSums(table, [run([0])], {})).toBeUndefined();
});

it("bands are as wide as four of five misses, and as a normal distribution's until there are enough", () => {
  const misses = [-9, 1, -2, 3, 4, 5, 6, -7, 8];
  // The 8th of 9 by size: as many again must be expected beyond it as the tenth, which is to come.
  expect(measureBands({ sums: { of: "total", misses } })).toEqual({ factor: expect.any(Number), weeks: 9 });
  const { factor } = measureBands({ sums: { of: "total", misses } });
  expect(factor).toBeGreaterThanOrEqual(8);
  expect(factor).toBeLessThan(9);
  expect(measureBands({ sums: { of: "total", misses: misses.slice(2) } })).toEqual({
    factor: 1.2816,
    weeks: 7,
  });
  expect(measureBands({ sums: undefined })).toEqual({ factor: 1.2816, weeks: 0 });
});

import { expect, test } from "vitest";
import { encodedFor } from "../../../shared/learning/encoded-once.ts";
import { encode, fitEncoder } from "../../../shared/learning/encoder.ts";

const features = ["orders", "net"];
const table = (...rows: readonly (readonly number[])[]) => ({
  features,
  rows: rows.length,
  x: Float64Array.from(rows.flat()),
});
const one = fitEncoder(table([1, 10], [2, 30], [4, Number.NaN]));
const copied = structuredClone(one);
const other = fitEncoder(table([5, 1], [7, 2], [9, 4]));

test("a single row is encoded once for all that encode alike", () => {
  const row = table([3, 20]);
  const inputs = encodedFor(one, row);
  expect(inputs).toEqual(encode(one, row));
  expect(encodedFor(copied, { ...row })).toBe(inputs);
});

test("who encodes otherwise is given its own", () => {
  const row = table([3, 20]);
  const inputs = encodedFor(one, row);
  expect(encodedFor(other, row)).toEqual(encode(other, row));
  expect(encodedFor(other, row)).not.toEqual(inputs);
});

test("many rows may change between two questions", () => {
  const rows = table([3, 20], [1, 10]);
  const before = encodedFor(one, rows);
  rows.x[0] = 1;
  expect(encodedFor(one, rows)).toEqual(encode(one, rows));
  expect(encodedFor(one, rows)).not.toEqual(before);
});

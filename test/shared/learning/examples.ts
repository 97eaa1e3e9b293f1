import type { Examples } from "../../../shared/learning/model.ts";

export interface ExampleParts {
  readonly expected?: ArrayLike<number>;
  readonly weight?: ArrayLike<number>;
}

/** Makes examples from rows of numbers. */
export function examplesOf(
  features: readonly string[],
  rows: readonly (readonly number[])[],
  y: ArrayLike<number>,
  { expected, weight }: ExampleParts = {},
): Examples {
  return {
    features,
    rows: rows.length,
    x: Float64Array.from(rows.flat()),
    y: Float64Array.from(y),
    expected: expected ? Float64Array.from(expected) : new Float64Array(rows.length).fill(1),
    weight: weight ? Float64Array.from(weight) : new Float64Array(rows.length).fill(1),
  };
}

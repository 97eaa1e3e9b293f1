import { solve } from "../../linear/cholesky.ts";

const penalty = 1;

/** The coefficients of a ridge regression; the first one, the constant, is hardly shrunk. */
export const weightedRidge = (
  rows: readonly (readonly number[])[],
  values: Float64Array,
  weights: readonly number[],
): Float64Array => {
  const size = rows[0]?.length ?? 0;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (const [index, row] of rows.entries()) {
    const weight = weights[index] ?? 0;
    addScaled(right, row, weight * (values[index] ?? 0));
    for (let place = 0; place < size; place++)
      addScaled(matrix.subarray(place * size, (place + 1) * size), row, weight * (row[place] ?? 0));
  }
  for (let place = 0; place < size; place++) {
    const diagonal = place * (size + 1);
    matrix[diagonal] = (matrix[diagonal] ?? 0) + (place === 0 ? 1e-6 : penalty);
  }
  return solve(matrix, right);
};

const addScaled = (to: Float64Array, row: readonly number[], scale: number): void => {
  for (const [index, value] of row.entries()) to[index] = (to[index] ?? 0) + scale * value;
};

export const dot = (a: readonly number[], b: Float64Array): number =>
  a.reduce((total, value, index) => total + value * (b[index] ?? 0), 0);

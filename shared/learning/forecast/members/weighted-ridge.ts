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
  for (let index = 0; index < rows.length; index++)
    addRow(matrix, right, rows[index] ?? [], weights[index] ?? 0, values[index] ?? 0);
  for (let place = 0; place < size; place++) {
    const diagonal = place * (size + 1);
    matrix[diagonal] = (matrix[diagonal] ?? 0) + (place === 0 ? 1e-6 : penalty);
  }
  return solve(matrix, right);
};

/** Most of a row is zeros, as it is on one weekday of seven: they add nothing, and are passed over. */
const addRow = (
  matrix: Float64Array,
  right: Float64Array,
  row: readonly number[],
  weight: number,
  value: number,
): void => {
  const size = row.length;
  for (let place = 0; place < size; place++) {
    const own = row[place] ?? 0;
    if (own === 0) continue;
    right[place] = (right[place] ?? 0) + weight * value * own;
    const scale = weight * own;
    const start = place * size;
    for (let other = 0; other < size; other++)
      matrix[start + other] = (matrix[start + other] ?? 0) + scale * (row[other] ?? 0);
  }
};

export const dot = (a: readonly number[], b: Float64Array): number =>
  a.reduce((total, value, index) => total + value * (b[index] ?? 0), 0);

/** Solves a symmetric, positive definite system by Cholesky's decomposition; the matrix is used up. */
export const solvePositive = (matrix: readonly Float64Array[], right: Float64Array): Float64Array => {
  decompose(matrix);
  return backward(matrix, forward(matrix, right));
};

const at = (matrix: readonly Float64Array[], row: number, column: number): number =>
  matrix[row]?.[column] ?? 0;

const decompose = (matrix: readonly Float64Array[]): void => {
  for (const [row, line] of matrix.entries())
    for (let column = 0; column <= row; column++) {
      let value = line[column] ?? 0;
      for (let inner = 0; inner < column; inner++) value -= (line[inner] ?? 0) * at(matrix, column, inner);
      line[column] = column === row ? Math.sqrt(Math.max(value, 1e-12)) : value / at(matrix, column, column);
    }
};

const forward = (matrix: readonly Float64Array[], right: Float64Array): Float64Array => {
  const half = right.slice();
  for (let row = 0; row < half.length; row++) {
    let value = half[row] ?? 0;
    for (let inner = 0; inner < row; inner++) value -= at(matrix, row, inner) * (half[inner] ?? 0);
    half[row] = value / at(matrix, row, row);
  }
  return half;
};

const backward = (matrix: readonly Float64Array[], half: Float64Array): Float64Array => {
  const solution = half.slice();
  for (let row = solution.length - 1; row >= 0; row--) {
    let value = solution[row] ?? 0;
    for (let inner = row + 1; inner < solution.length; inner++)
      value -= at(matrix, inner, row) * (solution[inner] ?? 0);
    solution[row] = value / at(matrix, row, row);
  }
  return solution;
};

/** Solves a symmetric positive definite system of equations. The matrix is row-major and is overwritten. */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  factor(matrix, right.length);
  return backward(matrix, forward(matrix, Float64Array.from(right)));
}

function forward(triangle: Float64Array, out: Float64Array): Float64Array {
  const size = out.length;
  for (let row = 0; row < size; row++) {
    let left = out[row] ?? 0;
    for (let column = 0; column < row; column++)
      left -= (triangle[row * size + column] ?? 0) * (out[column] ?? 0);
    out[row] = left / (triangle[row * size + row] ?? 1);
  }
  return out;
}

function backward(triangle: Float64Array, out: Float64Array): Float64Array {
  const size = out.length;
  for (let row = size - 1; row >= 0; row--) {
    let left = out[row] ?? 0;
    for (let column = row + 1; column < size; column++)
      left -= (triangle[column * size + row] ?? 0) * (out[column] ?? 0);
    out[row] = left / (triangle[row * size + row] ?? 1);
  }
  return out;
}

/** Replaces the lower triangle by its Cholesky factor. */
function factor(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let left = matrix[row * size + column] ?? 0;
      for (let inner = 0; inner < column; inner++)
        left -= (matrix[row * size + inner] ?? 0) * (matrix[column * size + inner] ?? 0);
      if (row !== column) matrix[row * size + column] = left / (matrix[column * size + column] ?? 1);
      // A column that repeats others leaves 0: the small pivot keeps its coefficient finite.
      else matrix[row * size + row] = Math.sqrt(Math.max(left, 1e-12));
    }
}

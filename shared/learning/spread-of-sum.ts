export interface SpreadOfSum {
  readonly mean: number;
  readonly deviation: number;
}

/** The sum of the amounts that come by chance, each independent of the others. */
export const spreadOfSum = (amounts: ArrayLike<number>, chanceOf: (row: number) => number): SpreadOfSum => {
  let [mean, variance] = [0, 0];
  for (let row = 0; row < amounts.length; row++) {
    const amount = amounts[row] || 0;
    const chance = chanceOf(row);
    mean += amount * chance;
    variance += amount ** 2 * chance * (1 - chance);
  }
  return { mean, deviation: Math.sqrt(variance) };
};

import { mean } from "../../numbers.ts";

/** Smoothing rates, evenly spaced on a log scale. */
const rates = Array.from({ length: 10 }, (_, step) => 0.005 * 80 ** (step / 9));
/** Open days whose mean is predicted: about a month. */
const ahead = 26;

/** The last smoothed level. Its rate is the one that predicted the mean of the following month best. */
export const fastLevel = (values: Float64Array): number => {
  const sums = new Float64Array(values.length + 1);
  for (const [index, value] of values.entries()) sums[index + 1] = (sums[index] ?? 0) + value;
  const all = rates.map((rate) => smooth(values, sums, rate));
  return all.reduce((best, each) => (each.squares < best.squares ? each : best)).level;
};

const smooth = (values: Float64Array, sums: Float64Array, rate: number) => {
  let level = mean(values.subarray(0, 12));
  let squares = 0;
  for (const [index, value] of values.entries()) {
    level += rate * (value - level);
    const end = index + 1 + ahead;
    if (index >= 2 * ahead && end < sums.length)
      squares += (((sums[end] ?? 0) - (sums[index + 1] ?? 0)) / ahead - level) ** 2;
  }
  return { level, squares };
};

import { quantile, sorted } from "../../../shared/learning/numbers.ts";
import { counted } from "../../../shared/words.ts";
import { lineNumber } from "./columns.ts";

/** So many times as far from the median as 99 % of the values. Long tails, such as incomes or baskets, stay within it. */
const farOut = 100;
const shareOfMost = 0.99;
const mostShare = 0.001;
const fewestAllowed = 3;

/**
 * Leaves out a target such as one million among tens: squared errors would be about this one value, in the fit and in the score.
 * Many of them are no slips of the pen, and stay.
 */
export const withoutOutliers = (
  name: string,
  values: Float64Array,
): { readonly values: Float64Array; readonly warnings: readonly string[] } => {
  const known = values.filter(Number.isFinite);
  const middle = quantile(sorted(known), 0.5);
  const usual = quantile(sorted(known.map((value) => Math.abs(value - middle))), shareOfMost);
  const rows = Array.from(values.keys()).filter(
    (row) => Math.abs((values[row] ?? 0) - middle) > farOut * usual,
  );
  if (usual === 0 || rows.length === 0 || rows.length > Math.max(fewestAllowed, mostShare * known.length))
    return { values, warnings: [] };
  const shown = rows.slice(0, 3).map((row) => `line ${lineNumber(row)} holds ${values[row]}`);
  return {
    values: values.map((value) => (Math.abs(value - middle) > farOut * usual ? Number.NaN : value)),
    warnings: [
      `${counted(rows.length, "row")} left out of fits and tests: their ${name} is more than ${farOut} times as far from the middle (${middle}) as that of 99 % of the rows; ${shown.join(", ")}`,
    ],
  };
};

import { permutation } from "../models/metrics/importance.ts";
import type { Examples } from "../models/model.ts";
import { stream } from "../synthetic/random.ts";
import type { LabelledRows } from "./read-rows.ts";

/** The same rows, each with another's truth of the same month: whoever still predicts them well has seen the answers. */
export const withShiftedTarget = ({ examples, asOf }: LabelledRows, seed: number): Examples => {
  const months = new Map<string, number[]>();
  for (const [row, date] of asOf.entries()) {
    const month = months.get(date.slice(0, 7)) ?? [];
    month.push(row);
    months.set(date.slice(0, 7), month);
  }
  const y = examples.y.slice();
  const random = stream(seed, "shifted target");
  for (const rows of months.values())
    for (const [place, from] of permutation(rows.length, random).entries())
      y[rows[place] ?? 0] = examples.y[rows[from] ?? 0] ?? Number.NaN;
  return { ...examples, y };
};

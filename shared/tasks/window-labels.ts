import { dayOf } from "../dates.ts";
import type { Row } from "../ports.ts";
import { numberIn, type RowPositions, textIn } from "./row-keys.ts";
import type { Task } from "./task.ts";

/** One label per row; NaN where it is not known (yet). */
export const labelsOf = (
  task: Pick<Task, "absent" | "horizonDays">,
  rows: readonly Row[],
  labels: readonly Row[],
  at: RowPositions,
  knownUntil: string,
): Float64Array => {
  const lastDay = dayOf(knownUntil);
  const isOver = (row: Row): boolean => {
    const days = typeof row["days_ahead"] === "number" ? row["days_ahead"] : task.horizonDays;
    return dayOf(textIn(row, "as_of")) + days - 1 <= lastDay;
  };
  const known = task.absent === "unknown" ? () => true : isOver;
  const found = Float64Array.from(rows, (row) => (task.absent === "zero" && isOver(row) ? 0 : Number.NaN));
  for (const label of labels) {
    const index = at(label);
    const row = index === undefined ? undefined : rows[index];
    if (index !== undefined && row !== undefined && known(row)) found[index] = numberIn(label, "label");
  }
  return found;
};

import { dayOf } from "../dates.ts";
import type { Row } from "../ports.ts";
import { numberIn, type RowPositions, textIn } from "./row-keys.ts";
import type { Task } from "./task.ts";

/** One label per row; NaN where it is not known, or not yet. */
export const rowLabels = (
  task: Pick<Task, "absent" | "horizonDays" | "target">,
  rows: readonly Row[],
  labels: readonly Row[],
  positionOf: RowPositions,
  knownUntil: string,
): Float64Array => {
  const lastDay = dayOf(knownUntil);
  const isOver = (row: Row): boolean => {
    const days = typeof row["days_ahead"] === "number" ? row["days_ahead"] : task.horizonDays;
    return dayOf(textIn(row, "as_of")) + days - 1 <= lastDay;
  };
  const isKnown = task.absent === "unknown" ? () => true : isOver;
  const found = Float64Array.from(rows, (row) => (task.absent === "zero" && isOver(row) ? 0 : Number.NaN));
  for (const label of labels) {
    const index = positionOf(label);
    const row = index === undefined ? undefined : rows[index];
    if (index !== undefined && row !== undefined && isKnown(row)) found[index] = labelIn(task, label);
  }
  return found;
};

/** A classifier would take every number above zero for a yes. */
const labelIn = ({ target }: Pick<Task, "target">, row: Row): number => {
  const label = numberIn(row, "label");
  if (target === "chance" && label !== 0 && label !== 1 && !Number.isNaN(label))
    throw new Error(`the label of a classification must be 0 or 1, not ${label}`);
  return label;
};

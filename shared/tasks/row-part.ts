import type { Row } from "../ports.ts";
import type { Part } from "./join-parts.ts";
import { numberIn, type RowPositions, rowPositions, textIn } from "./row-keys.ts";
import { sequencesOf } from "./sequences.ts";
import type { Task } from "./task.ts";
import { labelsOf } from "./window-labels.ts";

/** What the task's queries answered about the same as-of dates. */
export interface Answers {
  readonly rows: readonly Row[];
  readonly labels?: { readonly rows: readonly Row[]; readonly knownUntil: string };
  readonly sequence?: readonly Row[];
}

/** Rows as numbers, those whose label is not known left out. */
export const partOf = (task: Task, answers: Answers): Part => {
  const at = rowPositions(answers.rows);
  const { rows, labels } = withoutUnknown(task, answers, at);
  const columns = task.features.map(({ name }) => name);
  const x = new Float64Array(rows.length * columns.length);
  for (const [index, row] of rows.entries())
    for (const [column, name] of columns.entries()) x[index * columns.length + column] = numberIn(row, name);
  return {
    asOf: rows.map((row) => textIn(row, "as_of")),
    entities: rows.map((row) => textIn(row, "entity")),
    ...(task.row === "day_ahead" && { daysAhead: rows.map((row) => numberIn(row, "days_ahead")) }),
    x,
    expected: Float64Array.from(rows, (row) => numberIn(row, "expected")),
    y: labels,
    ...(task.sequence &&
      answers.sequence && {
        sequences: sequencesOf(task.sequence, rows.length, answers.sequence, rowPositions(rows)),
      }),
  };
};

const withoutUnknown = (
  task: Task,
  { rows, labels }: Answers,
  at: RowPositions,
): { readonly rows: readonly Row[]; readonly labels: Float64Array } => {
  if (labels === undefined) return { rows, labels: new Float64Array(rows.length).fill(Number.NaN) };
  const all = labelsOf(task, rows, labels.rows, at, labels.knownUntil);
  return {
    rows: rows.filter((_, index) => !Number.isNaN(all[index])),
    labels: all.filter((label) => !Number.isNaN(label)),
  };
};

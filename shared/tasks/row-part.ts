import { dayOf } from "../dates.ts";
import type { Sequences } from "../learning/model.ts";
import type { Row } from "../ports.ts";
import type { RowPart } from "./join-parts.ts";
import { numberIn, rowPositions, textIn } from "./row-keys.ts";
import { featureNames, type Task } from "./task.ts";

/** What the task's queries returned for the same as-of dates. */
interface QueryResults {
  readonly rows: readonly Row[];
  readonly labels: readonly Row[];
  readonly sequence?: readonly Row[];
}

/** Rows as numbers. Rows without a known label are left out. */
export const toPart = (task: Task, results: QueryResults, knownUntil: string): RowPart => {
  const { labels, knownOn } = rowLabels(task, results, knownUntil);
  const rows = results.rows.filter((_, index) => !Number.isNaN(labels[index]));
  const columns = featureNames(task);
  const x = new Float64Array(rows.length * columns.length);
  for (const [index, row] of rows.entries())
    for (const [column, name] of columns.entries()) x[index * columns.length + column] = numberIn(row, name);
  return {
    asOf: rows.map((row) => textIn(row, "as_of")),
    entities: rows.map((row) => textIn(row, "entity")),
    ...(task.row === "day_ahead" && { daysAhead: rows.map((row) => numberIn(row, "days_ahead")) }),
    ...(task.row === "item" && { items: rows.map((row) => textIn(row, "item")) }),
    x,
    expected: Float64Array.from(rows, (row) => expectedIn(task, row)),
    y: labels.filter((label) => !Number.isNaN(label)),
    ...(knownOn && { knownOn: knownOn.filter((_, index) => !Number.isNaN(labels[index])) }),
    ...(task.sequence &&
      results.sequence && { sequences: toSequences(task.sequence, rows, results.sequence) }),
  };
};

/** Only amounts are learned from a run-rate on: the SQL of other tasks need not give one. */
const expectedIn = ({ target }: Task, row: Row): number =>
  target !== "amount" && row["expected"] === undefined ? 1 : numberIn(row, "expected");

/** The last step is the day before the as-of date. Days without a row are zeros. */
const toSequences = (
  { days, channels }: Pick<NonNullable<Task["sequence"]>, "days" | "channels">,
  rows: readonly Row[],
  daysOfRows: readonly Row[],
): Sequences => {
  const positionOf = rowPositions(rows);
  const values = new Float32Array(rows.length * days * channels.length);
  for (const day of daysOfRows) {
    const row = positionOf(day);
    if (row === undefined) continue;
    const step = row * days + days - numberIn(day, "age");
    for (const [channel, name] of channels.entries())
      values[step * channels.length + channel] = numberIn(day, name);
  }
  return { channels, steps: days, values };
};

/** One label per row; NaN where it is not known, or not yet. */
const rowLabels = (
  task: Pick<Task, "absent" | "horizonDays" | "target">,
  { rows, labels }: QueryResults,
  knownUntil: string,
): { readonly labels: Float64Array; readonly knownOn?: readonly string[] } => {
  const positionOf = rowPositions(rows);
  const lastDay = dayOf(knownUntil);
  const isOver = (row: Row): boolean => {
    const days = typeof row["days_ahead"] === "number" ? row["days_ahead"] : task.horizonDays;
    return dayOf(textIn(row, "as_of")) + days - 1 <= lastDay;
  };
  const isKnown = task.absent === "unknown" ? () => true : isOver;
  const found = Float64Array.from(rows, (row) => (task.absent === "zero" && isOver(row) ? 0 : Number.NaN));
  const knownOn = labels.some((label) => label["known_on"] !== undefined) ? rows.map(() => "") : undefined;
  for (const label of labels) {
    const index = positionOf(label);
    const row = index === undefined ? undefined : rows[index];
    if (index !== undefined && row !== undefined && isKnown(row)) found[index] = labelIn(task, label);
    if (index !== undefined && knownOn) knownOn[index] = textIn(label, "known_on");
  }
  return { labels: found, ...(knownOn && { knownOn }) };
};

/** A classifier would take every number above zero for a yes. */
const labelIn = ({ target }: Pick<Task, "target">, row: Row): number => {
  const label = numberIn(row, "label");
  if (target === "chance" && label !== 0 && label !== 1 && !Number.isNaN(label))
    throw new Error(`the label of a classification must be 0 or 1, not ${label}`);
  return label;
};

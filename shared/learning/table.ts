import { dayOf } from "../dates.ts";
import { selectRows } from "./columns.ts";
import type { Examples, Inputs } from "./model.ts";

/** The rows of a task: the entity, the as-of date, and the day from which the outcome was known. */
export interface Table extends Inputs {
  /** The group of each feature, for reasons in plain words. */
  readonly groups: readonly string[];
  readonly entities: readonly string[];
  /** What of the entity each row is about, where an entity may have several rows on a date. */
  readonly items?: readonly string[];
  /** ISO dates. The row's features contain nothing of that day or later. */
  readonly asOf: readonly string[];
  readonly knownOn: readonly string[];
  /** NaN while the outcome is not known. */
  readonly y: Float64Array;
}

/** Some of the rows, in the given order. */
export const pick = (table: Table, rows: Uint32Array): Table => ({
  ...selectRows(table, rows),
  groups: table.groups,
  y: Float64Array.from(rows, (row) => table.y[row] ?? Number.NaN),
  entities: Array.from(rows, (row) => table.entities[row] ?? ""),
  ...(table.items && { items: Array.from(rows, (row) => table.items?.[row] ?? "") }),
  asOf: Array.from(rows, (row) => table.asOf[row] ?? ""),
  knownOn: Array.from(rows, (row) => table.knownOn[row] ?? ""),
});

/** Examples whose weight halves with every `halfLifeDays` before the newest row. */
export const weightedExamples = (table: Table, rows: Uint32Array, halfLifeDays: number): Examples => {
  const days = Float64Array.from(rows, (row) => dayOf(table.asOf[row] ?? ""));
  const newest = days.reduce((latest, day) => Math.max(latest, day), Number.NEGATIVE_INFINITY);
  return { ...pick(table, rows), weight: days.map((day) => 0.5 ** ((newest - day) / halfLifeDays)) };
};

import { firstDate, lastDate } from "../../shared/dates.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Fold, Span } from "../../shared/registry/card.ts";
import type { FoldPlan } from "./plan-folds.ts";

export const foldOf = (table: Table, { role, known, tuning, test }: FoldPlan): Fold => ({
  role,
  train: spanOf(table, known),
  tuning: tuning.length === 0 ? null : spanOf(table, tuning),
  test: spanOf(table, test),
});

/** From when to when, of how many: printed with every score. */
export const spanOf = (table: Table, rows: Uint32Array): Span => {
  let [from, to] = [lastDate, firstDate];
  const entities = new Set<string>();
  for (const row of rows) {
    const day = table.asOf[row] ?? from;
    if (day < from) from = day;
    if (day > to) to = day;
    entities.add(table.entities[row] ?? "");
  }
  return { from, to, rows: rows.length, entities: entities.size };
};

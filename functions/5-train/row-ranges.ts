import { firstDate, lastDate } from "../../shared/dates.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Fold, Span } from "../../shared/registry/card.ts";
import type { FoldPlan } from "./plan-folds.ts";

/** A planned fold as the card has it. */
export const foldRanges = (table: Table, { role, known, tuning, test }: FoldPlan): Fold => ({
  role,
  train: rowRange(table, known),
  tuning: tuning.length === 0 ? null : rowRange(table, tuning),
  test: rowRange(table, test),
});

/** The dates of some rows, and how many rows and entities there are: printed with every score. */
export const rowRange = (table: Table, rows: Uint32Array): Span => {
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

export const foldInWords = ({ role, train, tuning, test }: Fold): string => {
  const range = ({ rows, entities, from, to }: Span) =>
    `${rows} rows of ${entities}, as of ${from === to ? from : `${from} to ${to}`}`;
  return `${role}: trained on ${range(train)}${tuning ? ` (the newest, as of ${tuning.from}, for early stopping)` : ""}; tested on ${range(test)}`;
};

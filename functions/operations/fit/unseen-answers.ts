import type { Table } from "../../../shared/learning/table.ts";
import type { TableResult } from "../../5-train/train-table.ts";

export interface UnseenAnswer {
  /** The row's place in the file, from 0. */
  readonly row: number;
  readonly actual: number;
  readonly predicted: number;
  readonly role: "validation" | "holdout";
}

/** What the chosen family said of rows that it was not fitted on. `order` is the place in the file of each row of the table. */
export const unseenAnswers = (
  table: Table,
  order: Uint32Array,
  { choice, validation, holdout }: TableResult,
): readonly UnseenAnswer[] =>
  [...validation, ...holdout]
    .filter(({ family }) => family === choice.family)
    .flatMap(({ plan, outcome }) =>
      "failed" in outcome
        ? []
        : Array.from(plan.test, (row, place) => ({
            row: order[row] ?? 0,
            actual: table.y[row] ?? Number.NaN,
            predicted: outcome.answers.predicted[place] ?? Number.NaN,
            role: plan.role,
          })),
    )
    .sort((one, other) => one.row - other.row);

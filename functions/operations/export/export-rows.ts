import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { columnOf } from "../../../shared/learning/columns.ts";
import type { Table } from "../../../shared/learning/table.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { ParquetColumn } from "../../../shared/ports.ts";
import type { Task } from "../../../shared/tasks/task.ts";
import { planFolds, TooFewRows } from "../../5-train/plan-folds.ts";
import { readTable } from "../../5-train/read-table.ts";
import { foldSettings } from "../../5-train/tasks.ts";

/** Writes columns of equal length to one file. */
export type WriteColumns = (file: string, columns: readonly ParquetColumn[]) => Promise<void>;

/**
 * Writes every row that the task can train on. A model that is tested from a day on may be fitted on the rows whose
 * `known_on` is not later than that day, so any tool can repeat the rolling origins from `as_of` and `known_on`. `fold`
 * names the trainer's test that the row belongs to, or is empty.
 */
export const exportRows = async (
  platform: Pick<Platform, "warehouse">,
  task: Task,
  folder: string,
  write: WriteColumns,
) => {
  const table = await readTable(platform, task, { historyDays: Number.POSITIVE_INFINITY });
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${task.name}.parquet`);
  await write(file, rowColumns(table, foldNames(table, task)));
  return {
    task: task.name,
    label: task.label,
    file,
    rows: table.rows,
    features: table.features,
    /** The oldest and the newest as-of date. */
    from: table.asOf[0] ?? "",
    to: table.asOf.at(-1) ?? "",
  };
};

/** Keys, label and features of each row. Missing values are NULL. */
export const rowColumns = (table: Table, folds: readonly string[]): readonly ParquetColumn[] => [
  { name: "entity", type: "STRING", values: table.entities },
  ...(table.items ? [{ name: "item", type: "STRING" as const, values: table.items }] : []),
  { name: "as_of", type: "DATE", values: table.asOf },
  { name: "known_on", type: "DATE", values: table.knownOn },
  { name: "fold", type: "STRING", values: folds },
  { name: "label", type: "FLOAT64", values: table.y },
  { name: "expected", type: "FLOAT64", values: table.expected },
  ...table.features.map((name) => ({ name, type: "FLOAT64" as const, values: columnOf(table, name) })),
];

const foldNames = (table: Table, task: Task): readonly string[] => {
  const names = Array.from({ length: table.rows }, () => "");
  try {
    const { validation, holdout } = planFolds(table, foldSettings(task));
    for (const [index, { test }] of validation.entries())
      for (const row of test) names[row] = `validation ${index + 1}`;
    for (const row of holdout.test) names[row] = "holdout";
  } catch (error) {
    if (!(error instanceof TooFewRows)) throw error;
  }
  return names;
};

import { lastDate } from "../dates.ts";
import type { Warehouse } from "../ports.ts";
import { bool, date, dates, text, wholeNumber } from "../sql.ts";
import { joinParts, type RowPart } from "./join-parts.ts";
import { toPart } from "./row-part.ts";
import { everyone, rowsAtOnce } from "./sample.ts";
import { featureNames, type Task } from "./task.ts";

/** Every weight is 1: the trainer weighs rows by their age. */
export type LabelledRows = ReturnType<typeof joinParts>;

export interface ReadOptions {
  /** The last day whose sales are known. Rows whose window ends later have no label and are left out. */
  readonly knownUntil: string;
  /** Only entities whose digest sorts below this one (see sampleBound); by default all. */
  readonly below?: string;
  /** Recurrent families need them. Without them a query and most of the memory are saved. */
  readonly withSequences?: boolean;
  readonly signal?: AbortSignal;
}

/** A task's rows as of the given dates, ordered by date, entity and days ahead. Rows without a label are left out. */
export const readExamples = async (
  warehouse: Warehouse,
  task: Task,
  asOf: readonly string[],
  options: ReadOptions,
): Promise<LabelledRows> => {
  const waiting = [...new Set(asOf)].sort();
  const parts: RowPart[] = [];
  for (let count = 1; waiting.length > 0; ) {
    options.signal?.throwIfAborted();
    const now = waiting.splice(0, count);
    const results = await runQueries(warehouse, task, now, options);
    parts.push(toPart(task, results, options.knownUntil));
    count = Math.max(1, Math.floor((rowsAtOnce * now.length) / Math.max(1, results.rows.length)));
  }
  return joinParts(featureNames(task), parts);
};

/** The rows of one date whatever became of them: what is to be predicted now has no label yet. */
export const readUnlabelled = async (
  warehouse: Warehouse,
  task: Task,
  asOf: readonly string[],
): Promise<LabelledRows> => {
  const rows = await warehouse.query(task.rowsSql, parametersOf(task, asOf, { knownUntil: lastDate }));
  return joinParts(featureNames(task), [toPart({ ...task, absent: "zero" }, { rows, labels: [] }, lastDate)]);
};

const parametersOf = (
  task: Task,
  asOf: readonly string[],
  { knownUntil, below = everyone }: Pick<ReadOptions, "knownUntil" | "below">,
) => ({
  as_of: dates(asOf),
  horizon_days: wholeNumber(task.horizonDays),
  only_after_purchase: bool(task.onlyAfterPurchase),
  sequence_days: wholeNumber(task.sequence?.days ?? 0),
  below: text(below),
  known_until: date(knownUntil),
});

const runQueries = async (
  warehouse: Warehouse,
  task: Task,
  asOf: readonly string[],
  { withSequences = false, ...options }: ReadOptions,
) => {
  const parameters = parametersOf(task, asOf, options);
  const { sequence } = task;
  return {
    rows: await warehouse.query(task.rowsSql, parameters),
    labels: await warehouse.query(task.labelSql, parameters),
    ...(withSequences && sequence && { sequence: await warehouse.query(sequence.sql, parameters) }),
  };
};

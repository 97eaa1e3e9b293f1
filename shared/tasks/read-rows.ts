import type { Examples, Inputs } from "../learning/model.ts";
import type { Warehouse } from "../ports.ts";
import { bool, date, dates, text, wholeNumber } from "../sql.ts";
import { joinParts, type RowPart } from "./join-parts.ts";
import type { RowKeys } from "./row-keys.ts";
import { type QueryResults, toPart } from "./row-part.ts";
import { everyone, rowsAtOnce } from "./sample.ts";
import { featureNames, type Task } from "./task.ts";

export interface TaskRows extends RowKeys {
  readonly inputs: Inputs;
}

export interface LabelledRows extends RowKeys {
  /** Every weight is 1: the trainer weighs rows by their age. */
  readonly examples: Examples;
}

export interface ReadOptions {
  /** Only entities whose digest sorts below this one (see sampleBound); by default all. */
  readonly below?: string;
  /** Recurrent families need them. Without them a query and most of the memory are saved. */
  readonly withSequences?: boolean;
  readonly signal?: AbortSignal;
}

export interface ReadLabelsOptions extends ReadOptions {
  /** The last day whose sales are known. Rows whose window ends later have no label and are left out. */
  readonly knownUntil: string;
}

/** A task's rows as of the given dates, ordered by date, entity and days ahead. */
export const readInputs = async (
  warehouse: Warehouse,
  task: Task,
  asOf: readonly string[],
  options: ReadOptions = {},
): Promise<TaskRows> => {
  const { examples, ...keys } = await readParts(warehouse, task, asOf, options);
  const { y: _y, weight: _weight, ...inputs } = examples;
  return { inputs, ...keys };
};

/** The same rows with their labels; rows without a label are left out. */
export const readExamples = async (
  warehouse: Warehouse,
  task: Task,
  asOf: readonly string[],
  options: ReadLabelsOptions,
): Promise<LabelledRows> => readParts(warehouse, task, asOf, options, options.knownUntil);

const readParts = async (
  warehouse: Warehouse,
  task: Task,
  asOf: readonly string[],
  options: ReadOptions,
  knownUntil?: string,
): Promise<LabelledRows> => {
  const waiting = [...new Set(asOf)].sort();
  const parts: RowPart[] = [];
  for (let count = 1; waiting.length > 0; ) {
    options.signal?.throwIfAborted();
    const now = waiting.splice(0, count);
    const results = await runQueries(warehouse, task, now, options, knownUntil);
    parts.push(toPart(task, results));
    count = Math.max(1, Math.floor((rowsAtOnce * now.length) / Math.max(1, results.rows.length)));
  }
  return joinParts(featureNames(task), parts);
};

const runQueries = async (
  warehouse: Warehouse,
  task: Task,
  asOf: readonly string[],
  { withSequences = false, below = everyone }: ReadOptions,
  knownUntil?: string,
): Promise<QueryResults> => {
  const parameters = {
    as_of: dates(asOf),
    horizon_days: wholeNumber(task.horizonDays),
    only_after_purchase: bool(task.onlyAfterPurchase),
    sequence_days: wholeNumber(task.sequence?.days ?? 0),
    below: text(below),
    ...(knownUntil !== undefined && { known_until: date(knownUntil) }),
  };
  const { sequence } = task;
  return {
    rows: await warehouse.query(task.rowsSql, parameters),
    ...(knownUntil !== undefined && {
      labels: { rows: await warehouse.query(task.labelSql, parameters), knownUntil },
    }),
    ...(withSequences && sequence && { sequence: await warehouse.query(sequence.sql, parameters) }),
  };
};

import { dayOf, isoDate } from "../../shared/dates.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Platform } from "../../shared/platform.ts";
import { knownDays, trainingDates } from "../../shared/tasks/origins.ts";
import { type LabelledRows, readExamples } from "../../shared/tasks/read-rows.ts";
import { sampleBound } from "../../shared/tasks/sample.ts";
import type { Task } from "../../shared/tasks/task.ts";
import { TooFewRows } from "./plan-folds.ts";

export interface TableOptions {
  readonly withSequences?: boolean;
  /** Older rows weigh almost nothing and cost as much time as any. */
  readonly historyDays: number;
  /** The last day that counts as known, to repeat a training of an earlier day; by default the newest day. */
  readonly until?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Every row with a known outcome, as of the dates that the task trains on. */
export const readTable = async (
  { warehouse }: Pick<Platform, "warehouse">,
  task: Task,
  { withSequences = false, historyDays, until, signal }: TableOptions,
): Promise<Table> => {
  const days = await knownDays(warehouse, task);
  const { historyDays: first, leastRows } = task.origins;
  const known = days && { first: days.first, last: until ?? days.last };
  if (!known) throw new TooFewRows(`there are no ${task.row === "item" ? "invoices" : "sales"} yet`);
  const needed = `it needs ${leastRows} rows with a known outcome: each after ${first} days of history, and its window of ${task.horizonDays} days over`;
  const asOf = trainingDates(task, known).filter((date) => dayOf(date) > dayOf(known.last) - historyDays);
  if (asOf.length === 0)
    throw new TooFewRows(`${needed}; there are files from ${known.first} to ${known.last}`);
  const rows = await readExamples(warehouse, task, asOf, {
    knownUntil: known.last,
    withSequences,
    below: await sampleBound(warehouse, asOf.length, task),
    ...(signal ? { signal } : {}),
  });
  if (rows.examples.rows < leastRows) throw new TooFewRows(`${needed}; there are ${rows.examples.rows}`);
  return toTable(task, rows, known.last);
};

export const toTable = (
  task: Task,
  { examples, asOf, entities, daysAhead, items, knownOn: told }: LabelledRows,
  last: string,
): Table => {
  const { weight: _, ...inputs } = examples;
  const knownOn =
    told ??
    (task.absent === "unknown"
      ? nextSeen(entities, asOf, last)
      : asOf.map((date, row) => isoDate(dayOf(date) + (daysAhead?.[row] ?? task.horizonDays))));
  const groups = task.features.map(({ group }) => group);
  return { ...inputs, groups, entities, ...(items && { items }), asOf, knownOn };
};

/** The outcome of a row that waits for the next event is known when the entity's next row begins. */
const nextSeen = (entities: readonly string[], asOf: readonly string[], last: string): string[] => {
  const order = Array.from(asOf.keys()).sort((a, b) => ((asOf[a] ?? "") < (asOf[b] ?? "") ? 1 : -1));
  const next = new Map<string, string>();
  const known: string[] = [];
  for (const row of order) {
    const entity = entities[row] ?? "";
    known[row] = next.get(entity) ?? isoDate(dayOf(last) + 1);
    next.set(entity, asOf[row] ?? "");
  }
  return known;
};

import type { Feed } from "../../shared/contracts/feed.ts";
import type { Reject, RowTyper, TypedChunk, TypingPlan } from "../../shared/staging.ts";
import type { Erased } from "../../shared/work/erasures.ts";

/** No prototype: a column may be named `constructor`. */
const counts = (): Record<string, number> => Object.create(null);

/** The result of reading one file: local Parquet files, and counts that must add up. */
export class StagedRows {
  readonly delimiter: string;
  readonly newColumns: readonly string[];
  readonly notes: string[];
  readonly parts: string[] = [];
  readonly rejectFiles: string[] = [];
  rowsIn = 0;
  rowsKept = 0;
  rowsQuarantined = 0;
  /** Rejects about people who were erased. No other count includes them, but the checks of the file do. */
  rejectsErased = 0;
  /** Rows that repeat an earlier one of the file; counted only if the contract rejects such a file. */
  repeated = 0;
  statedRows: number | undefined;
  firstReject: Reject | undefined;
  /** The first row whose fault fails the file. */
  fatal: Reject | undefined;
  /** The first row whose fault keeps the file back for a person. */
  holding: Reject | undefined;
  readonly days = new Map<string, number>();
  readonly nulls = counts();
  readonly warnings = counts();
  readonly reasons = counts();

  constructor(delimiter: string, header: Pick<TypingPlan, "extra"> & { readonly notes: readonly string[] }) {
    this.delimiter = delimiter;
    this.newColumns = header.extra.map(({ header: name }) => name);
    this.notes = [...header.notes];
  }
}

export const addChunk = (staged: StagedRows, typed: TypedChunk | undefined, rejects: readonly Reject[]) => {
  staged.rowsIn += (typed?.rows ?? 0) + rejects.length;
  staged.rowsKept += typed?.rows ?? 0;
  staged.rowsQuarantined += rejects.length;
  staged.firstReject ??= rejects[0];
  staged.fatal ??= rejects.find(({ failsFile }) => failsFile);
  staged.holding ??= rejects.find(({ holdsFile }) => holdsFile);
  for (const { rule, column } of rejects)
    addTo(staged.reasons, column === null ? rule : `${column}: ${rule}`, 1);
  if (!typed) return;
  if (typed.path !== undefined) staged.parts.push(typed.path);
  for (const { day, rows } of typed.days) staged.days.set(day, (staged.days.get(day) ?? 0) + rows);
  for (const [column, count] of Object.entries(typed.nulls)) addTo(staged.nulls, column, count);
  for (const [check, count] of Object.entries(typed.warnings)) addTo(staged.warnings, check, count);
};

const addTo = (into: Record<string, number>, key: string, count: number): void => {
  into[key] = (into[key] ?? 0) + count;
};

/** True if a rejected row may be about a person who was erased. */
export const isAbout = (erased: Erased, { subjects }: Reject): boolean =>
  subjects.some((subject) => erased.has(subject));

/** Returns the typed parts without the rows of erased people, and lowers the counts accordingly. */
export const withoutErased = async (
  typer: RowTyper,
  feed: Feed,
  staged: StagedRows,
  erased: Erased,
): Promise<readonly string[]> => {
  if (erased.count === 0 || feed.subject === undefined) return staged.parts;
  const parts: string[] = [];
  for (const part of staged.parts) {
    const filtered = await typer.without(part, feed, erased);
    if (!filtered) {
      parts.push(part);
      continue;
    }
    if (filtered.path !== undefined) parts.push(filtered.path);
    staged.rowsIn -= filtered.rows;
    staged.rowsKept -= filtered.rows;
    for (const { day, rows } of filtered.days) removeDay(staged.days, day, rows);
  }
  return parts;
};

const removeDay = (days: Map<string, number>, day: string, rows: number): void => {
  const left = (days.get(day) ?? 0) - rows;
  if (left > 0) days.set(day, left);
  else days.delete(day);
};

import type { Reject, TypedChunk } from "../../shared/staging.ts";

/** The result of reading one file: local Parquet files, and counts that must add up. */
export interface StagedRows {
  readonly delimiter: string;
  readonly parts: string[];
  readonly rejectFiles: string[];
  rowsIn: number;
  rowsKept: number;
  rowsQuarantined: number;
  /** Rejects about people who were erased. No other count includes them, but the checks of the file do. */
  rejectsErased: number;
  statedRows: number | undefined;
  firstReject: Reject | undefined;
  /** The first row whose fault fails the file. */
  fatal: Reject | undefined;
  readonly days: Map<string, number>;
  readonly nulls: Record<string, number>;
  readonly warnings: Record<string, number>;
  readonly reasons: Record<string, number>;
  readonly newColumns: readonly string[];
  readonly notes: string[];
}

export const emptyStaging = (
  delimiter: string,
  header: { readonly notes: readonly string[]; readonly extra: readonly { readonly header: string }[] },
): StagedRows => ({
  delimiter,
  parts: [],
  rejectFiles: [],
  rowsIn: 0,
  rowsKept: 0,
  rowsQuarantined: 0,
  rejectsErased: 0,
  statedRows: undefined,
  firstReject: undefined,
  fatal: undefined,
  days: new Map(),
  nulls: counts(),
  warnings: counts(),
  reasons: counts(),
  newColumns: header.extra.map(({ header: name }) => name),
  notes: [...header.notes],
});

/** No prototype: a column may be named `constructor`. */
const counts = (): Record<string, number> => Object.create(null);

export const addChunk = (staged: StagedRows, typed: TypedChunk | undefined, rejects: readonly Reject[]) => {
  staged.rowsIn += (typed?.rows ?? 0) + rejects.length;
  staged.rowsKept += typed?.rows ?? 0;
  staged.rowsQuarantined += rejects.length;
  staged.firstReject ??= rejects[0];
  staged.fatal ??= rejects.find(({ failsFile }) => failsFile);
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

import type { Feed } from "./contracts/feed.ts";
import type { Erased } from "./work/erasures.ts";

/** Turns text rows into typed rows. Ingest uses the same engine on both platforms, so that tables cannot differ by parser. */
export interface RowTyper {
  open(plan: TypingPlan): Promise<TypingSession>;
  /** Rows of these local Parquet files that have the values of an earlier one in all of the columns. */
  countRepeated(parquets: readonly string[], columns: readonly string[]): Promise<number>;
  /** Copies a local Parquet file without the rows of erased people. Returns undefined if the file contains none of them. */
  without(parquet: string, feed: Feed, erased: Erased): Promise<LeftOut | undefined>;
}

export interface LeftOut {
  /** The new file, or undefined when no row is left. */
  readonly path: string | undefined;
  /** Rows that were left out, those of them that break no check, and the business days of all. */
  readonly allRows: number;
  readonly rows: number;
  readonly days: readonly DayCount[];
}

export interface TypingPlan {
  readonly feed: Feed;
  /** The number of cells in each record. */
  readonly width: number;
  /** By column name. Columns that the file lacks have no entry. */
  readonly cellOf: ReadonlyMap<string, number>;
  /** The cell with the time of day, for columns whose date and time stand apart. */
  readonly timeCellOf: ReadonlyMap<string, number>;
  /** The cells with the month and the day, for columns of which the year has one of its own. */
  readonly dayCellsOf: ReadonlyMap<string, readonly number[]>;
  /** Cells of columns that the contract does not name, kept as JSON in `_rescued`. */
  readonly extra: readonly { readonly header: string; readonly cell: number }[];
  readonly object: string;
  readonly generation: string;
  readonly fileDate: string;
  /** The zone of times without an offset, and of business days. */
  readonly timeZone: string;
}

export interface TypingSession {
  /**
   * Types records in the scanner's canonical form and writes those that pass to a Parquet file. It has read the bytes when
   * it returns its promise: then the caller may overwrite them.
   */
  type(records: Uint8Array): Promise<TypedChunk>;
  /** Writes rejects as a Parquet file. */
  writeRejects(rejects: readonly Reject[]): Promise<string>;
  /** Removes the session's local files. */
  close(): Promise<void>;
}

export interface TypedChunk {
  /** A local Parquet file, or undefined if no row could be typed. */
  readonly path: string | undefined;
  /** Rows without a fault. Rows and rejects together are all records. */
  readonly rows: number;
  readonly rejects: readonly Reject[];
  readonly days: readonly DayCount[];
  /** Missing values by column, and rows that broke a `warn` check by "column: rule". */
  readonly nulls: Readonly<Record<string, number>>;
  readonly warnings: Readonly<Record<string, number>>;
}

export interface DayCount {
  readonly day: string;
  readonly rows: number;
}

/** Why a row was rejected. `record` is the row as it was read, with personal data masked. */
export interface Reject {
  readonly line: number;
  readonly column: string | null;
  readonly value: string | null;
  readonly rule: string;
  readonly message: string;
  /** All faults of the row. */
  readonly reasons: string;
  readonly record: string;
  /** True if the contract lets this fault fail the whole file. */
  readonly failsFile: boolean;
  /** True if the contract lets this fault hold the whole file back for a person. */
  readonly holdsFile: boolean;
  /** Ids of the people that the row may be about, unmasked. They are never written. */
  readonly subjects: readonly string[];
}

const origin = [
  { name: "_source_date", type: "DATE" },
  { name: "_object", type: "STRING" },
  { name: "_generation", type: "INT64" },
  { name: "_row", type: "INT64" },
] as const;

/** Columns that every raw table has in addition to its contract's. */
export const lineage = [
  ...origin,
  { name: "_rescued", type: "STRING" },
  /** The row breaks a check of severity `quarantine`: it stays in raw and goes no further. */
  { name: "_quarantined", type: "BOOL" },
] as const;

export const rejectColumns = [
  { name: "feed", type: "STRING" },
  ...origin,
  { name: "column_name", type: "STRING" },
  { name: "value", type: "STRING" },
  { name: "rule", type: "STRING" },
  { name: "message", type: "STRING" },
  { name: "reasons", type: "STRING" },
  { name: "record", type: "STRING" },
] as const;

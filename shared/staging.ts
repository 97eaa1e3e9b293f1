import type { Feed } from "./contracts/feed.ts";
import type { Erased } from "./work/erasures.ts";

/** How rows become typed. One engine does it, in ingest, for both worlds: the tables cannot differ by parser. */
export interface RowTyper {
  open(plan: TypingPlan): Promise<TypingSession>;
  /** Writes a local Parquet file of the feed's rows anew, beside it, without those who were erased. Undefined: there are none of them in it. */
  without(parquet: string, feed: Feed, erased: Erased): Promise<LeftOut | undefined>;
}

export interface LeftOut {
  /** The new file, or undefined when no row is left. */
  readonly path: string | undefined;
  /** Rows that were left out; those of them that break no check; and the business days of all. */
  readonly allRows: number;
  readonly rows: number;
  readonly days: readonly DayCount[];
}

export interface TypingPlan {
  readonly feed: Feed;
  /** The number of cells in each record. */
  readonly width: number;
  readonly cellOf: ReadonlyMap<string, number>;
  readonly extra: readonly { readonly header: string; readonly cell: number }[];
  readonly object: string;
  readonly generation: string;
  readonly fileDate: string;
  /** Wall-clock times without an offset are in this zone, and business days are counted in it. */
  readonly timeZone: string;
}

export interface TypingSession {
  /**
   * Types records in the scanner's canonical form and writes those that pass to a Parquet file. It reads the bytes
   * before it returns its promise: after that, they are the caller's to write over.
   */
  type(records: Uint8Array): Promise<TypedChunk>;
  /** Writes rejects as a Parquet file. */
  writeRejects(rejects: readonly Reject[]): Promise<string>;
  /** Removes the session's local files. */
  close(): Promise<void>;
}

export interface TypedChunk {
  /** A local Parquet file, or undefined when no row had its types. */
  readonly path: string | undefined;
  /** Rows without a fault. Together with the rejects they are all that came in. */
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

/** Why a row did not enter. `record` is the row as it was read, personal data masked. */
export interface Reject {
  readonly line: number;
  readonly column: string | null;
  readonly value: string | null;
  readonly rule: string;
  readonly message: string;
  /** All of the row's faults, where there are several. */
  readonly reasons: string;
  readonly record: string;
  /** A fault that the contract says must fail the whole file. */
  readonly failsFile: boolean;
  /** Whom the row may be about, in clear. Never written anywhere. */
  readonly subjects: readonly string[];
}

/** Columns that every raw table has beside its contract's. */
export const lineage = [
  { name: "_file_date", type: "DATE" },
  { name: "_object", type: "STRING" },
  { name: "_generation", type: "INT64" },
  { name: "_row", type: "INT64" },
  { name: "_rescued", type: "STRING" },
  /** The row breaks a check of severity `quarantine`: it is kept here as it came, and goes no further. */
  { name: "_quarantined", type: "BOOL" },
] as const;

export const rejectColumns = [
  { name: "feed", type: "STRING" },
  { name: "_file_date", type: "DATE" },
  { name: "_object", type: "STRING" },
  { name: "_generation", type: "INT64" },
  { name: "_row", type: "INT64" },
  { name: "column_name", type: "STRING" },
  { name: "value", type: "STRING" },
  { name: "rule", type: "STRING" },
  { name: "message", type: "STRING" },
  { name: "reasons", type: "STRING" },
  { name: "record", type: "STRING" },
] as const;

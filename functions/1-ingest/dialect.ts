/** How a file's text splits into records and fields. */
export interface Dialect {
  readonly delimiter: string;
  readonly stripControls: boolean;
  /** The first cell of a closing line that states the number of rows. */
  readonly trailer?: string | undefined;
  /** Lines that stand before the header, which count in the numbers of lines. */
  readonly skippedLines?: number;
  /** Words, in lower case, with which the first cell with text begins in a record that is no row. */
  readonly totals?: readonly string[];
  /** Rows may end in delimiters that the header lacks. */
  readonly trailingDelimiters?: boolean | undefined;
  /** 2 if the header has two rows. */
  readonly headerRows?: number | undefined;
}

/** A record that cannot be typed, although the next record's beginning is certain. */
export interface BadRecord {
  readonly line: number;
  readonly rule: "field_count" | "control_character";
  readonly fields: number;
  readonly expected: number;
  /** The beginning of the record; later cells may be missing. */
  readonly cells: readonly string[];
  /** The cell that holds the first control character. */
  readonly cell?: number;
  readonly value?: string;
}

/** A file above the first two limits is rejected. A chunk that reaches one of the others is passed on. */
export const limits = {
  recordBytes: 256 * 1024,
  fields: 1000,
  // Rejects become objects in memory: a chunk of tiny bad rows must not need more than one of ordinary rows.
  rowsAtOnce: 200_000,
  badAtOnce: 10_000,
} as const;

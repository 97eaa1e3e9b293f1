/** How a file's text is cut into records and fields. */
export interface Dialect {
  readonly delimiter: string;
  readonly stripControls: boolean;
  /** The first cell of a closing line that states the number of rows. */
  readonly trailer?: string | undefined;
}

/** A record that cannot be typed but leaves no doubt about where the next one begins. */
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

/** What a file cannot exceed without being rejected, and what a chunk cannot without being passed on. */
export const limits = {
  recordBytes: 256 * 1024,
  fields: 1000,
  // Rejects become objects: a chunk of tiny bad rows must not weigh more than one of ordinary rows.
  rowsAtOnce: 200_000,
  badAtOnce: 10_000,
} as const;

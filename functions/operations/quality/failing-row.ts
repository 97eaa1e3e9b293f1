/** A row that breaks a rule. One that is `kept` breaks only rules of severity `warn`. */
export interface FailingRow {
  readonly feed: string;
  readonly file: string;
  readonly line: number;
  readonly day: string;
  readonly rule: string;
  readonly column: string | null;
  readonly value: string | null;
  /** All rules that it breaks. */
  readonly reasons: string;
  readonly mend: string;
  readonly kept: boolean;
}

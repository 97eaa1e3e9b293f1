import type { Cell } from "./values.ts";

export interface Table {
  /** `dataset.table`, or one word for a temporary table. */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows?: readonly (readonly Cell[])[];
}

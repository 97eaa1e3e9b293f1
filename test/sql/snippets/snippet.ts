import type { Cell } from "../values.ts";
import type { Parameter } from "../zetasql.ts";

/** A GoogleSQL query and its result. */
export interface Snippet {
  readonly name: string;
  readonly sql: string;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly rows?: readonly (readonly Cell[])[];
  /** The statement is valid, and its evaluation must fail. */
  readonly fails?: true;
  /** Why GoogleSQL's reference engine cannot run it. The analyzer still reads the statement. */
  readonly referenceCannot?: string;
}

import { type Format, formats } from "./answer.ts";

/** What the shell understands besides SQL. */
export type Word =
  | { readonly kind: "quit" }
  | { readonly kind: "help" | "tables" | "records" }
  | { readonly kind: "describe"; readonly table: string }
  | { readonly kind: "format"; readonly format: Format }
  /** Without a path: back to the screen. */
  | { readonly kind: "out"; readonly path?: string }
  | { readonly kind: "unknown"; readonly text: string };

export const shellHelp = `  tables                  all tables
  describe TABLE          a table's columns
  \\x                      one line a value instead of one a row, and back
  \\f table|csv|json       how answers are written
  \\o FILE                 the next answer into a file: .csv, .json or .parquet
  help, quit
A statement may have several lines and ends with a semicolon. Ctrl+C stops it.`;

const plain: Readonly<Record<string, "help" | "quit" | "tables" | "records">> = {
  help: "help",
  "\\h": "help",
  "\\?": "help",
  quit: "quit",
  exit: "quit",
  "\\q": "quit",
  tables: "tables",
  "\\dt": "tables",
  "\\x": "records",
};

/** Undefined for SQL. */
export const wordOf = (line: string): Word | undefined => {
  const [head = "", ...rest] = line.trim().replace(/;$/, "").trim().split(/\s+/);
  const [argument] = rest;
  const word = head.toLowerCase();
  const kind = rest.length === 0 ? plain[word] : undefined;
  if (kind === "quit") return { kind };
  if (kind !== undefined) return { kind };
  if ((word === "describe" || word === "\\d") && argument !== undefined)
    return { kind: "describe", table: argument };
  if (word === "\\o") return argument === undefined ? { kind: "out" } : { kind: "out", path: argument };
  const format = formats.find((one) => one === argument);
  if (word === "\\f" && format !== undefined) return { kind: "format", format };
  return head.startsWith("\\") || word === "describe" ? { kind: "unknown", text: line.trim() } : undefined;
};

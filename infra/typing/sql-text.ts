import { quoted } from "../duckdb-sql.ts";

/** The column's text beside its typed value. No contract can use this name: it is no plain identifier. */
export const textOf = (column: string): string => quoted(`text of ${column}`);

/** Matches the words themselves, in the syntax of DuckDB's regular expressions. */
export const anyWord = (words: Iterable<string>): string =>
  [...words].map((word) => word.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&")).join("|");

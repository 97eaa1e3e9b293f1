import { quoted } from "../duckdb-sql.ts";

/** The name of a column's text beside its typed value. It is no plain identifier, so no contract can use it. */
export const textOf = (column: string): string => quoted(`text of ${column}`);

/** A regular expression of DuckDB that matches exactly these words. */
export const anyWord = (words: Iterable<string>): string =>
  [...words].map((word) => word.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&")).join("|");

/** GoogleSQL's NUMERIC: 29 digits before the point, 9 after. */
export const DECIMAL = "DECIMAL(38, 9)";

export const literal = (text: string): string => {
  if (text.includes("\0"))
    throw new Error(`SQL text cannot hold a NUL: ${JSON.stringify(text.slice(0, 80))}`);
  return `'${text.replaceAll("'", "''")}'`;
};

export const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** The column's text beside its typed value. No contract can use this name: it is no plain identifier. */
export const textOf = (column: string): string => quoted(`text of ${column}`);

/** Matches the words themselves, in the syntax of DuckDB's regular expressions. */
export const anyWord = (words: Iterable<string>): string =>
  [...words].map((word) => word.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&")).join("|");

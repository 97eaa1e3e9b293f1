import type { ColumnType } from "../shared/ports.ts";

/** GoogleSQL's NUMERIC: 29 digits before the point, 9 after. */
export const DECIMAL = "DECIMAL(38, 9)";

export const literal = (text: string): string => {
  if (text.includes("\0"))
    throw new Error(`SQL text cannot contain a NUL: ${JSON.stringify(text.slice(0, 80))}`);
  return `'${text.replaceAll("'", "''")}'`;
};

export const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** DuckDB's types for the port's types. */
export const duckTypes: Readonly<Record<ColumnType, string>> = {
  STRING: "VARCHAR",
  INT64: "BIGINT",
  FLOAT64: "DOUBLE",
  NUMERIC: DECIMAL,
  BOOL: "BOOLEAN",
  DATE: "DATE",
  DATETIME: "TIMESTAMP",
  TIMESTAMP: "TIMESTAMPTZ",
};

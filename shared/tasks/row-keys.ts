import type { Row } from "../ports.ts";

/** What each row is about. */
export interface RowKeys {
  readonly asOf: readonly string[];
  readonly entities: readonly string[];
  /** 1 is the as-of date itself. Only where a row is about one day ahead. */
  readonly daysAhead?: readonly number[];
  /** Only where a row is about one thing of the entity, such as an invoice. */
  readonly items?: readonly string[];
}

export const textIn = (row: Row, column: string): string => {
  const value = row[column];
  if (typeof value !== "string") throw new Error(`the column ${column} must be text, not ${String(value)}`);
  return value;
};

/** NaN where the value is null. */
export const numberIn = (row: Row, column: string): number => {
  const value = row[column];
  if (typeof value === "number") return value;
  if (value === null) return Number.NaN;
  throw new Error(
    value === undefined
      ? `the task's SQL gives no column ${column}`
      : `the column ${column} must be a number, not "${String(value)}": cast it to FLOAT64`,
  );
};

/** Finds the position of the row with the same key. */
export const rowPositions = (rows: readonly Row[]) => {
  const positions = new Map(rows.map((row, index) => [rowKey(row), index]));
  if (positions.size < rows.length) throw new Error("the task's SQL gives two rows for one key");
  return (row: Row) => positions.get(rowKey(row));
};

const rowKey = (row: Row): string =>
  JSON.stringify([row["as_of"], row["days_ahead"], row["entity"], row["item"]]);

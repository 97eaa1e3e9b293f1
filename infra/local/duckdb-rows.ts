import {
  DuckDBDecimalValue,
  type DuckDBResultReader,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { Row, Scalar } from "../../shared/ports.ts";

/** Rows in the port's types: exact numbers as text, times in ISO 8601. */
export const toRows = (reader: DuckDBResultReader): Row[] => {
  const names = reader.columnNames();
  return reader
    .getRows()
    .map((values) => Object.fromEntries(names.map((name, index) => [name, scalar(values[index] ?? null)])));
};

const scalar = (value: DuckDBValue): Scalar => {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof DuckDBDecimalValue) return trimmedDecimal(value.toString());
  if (value instanceof DuckDBTimestampValue) return value.toString().replace(" ", "T");
  if (value instanceof DuckDBTimestampTZValue)
    return `${new DuckDBTimestampValue(value.micros).toString().replace(" ", "T")}Z`;
  return String(value);
};

/** BigQuery writes NUMERIC without trailing zeros. */
const trimmedDecimal = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

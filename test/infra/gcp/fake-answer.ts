import {
  DuckDBDecimalValue,
  type DuckDBResultReader,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from "@duckdb/node-api";

export interface EngineAnswer {
  readonly fields: readonly { readonly name: string; readonly type: string; readonly mode: string }[];
  readonly rows: readonly { readonly f: readonly { readonly v: string | null }[] }[];
}

export const answerOf = (reader: DuckDBResultReader): EngineAnswer => {
  const types = reader.columnTypes();
  return {
    fields: reader.columnNames().map((name, index) => ({
      name,
      type: typeNames.get(String(types[index]).replace(/\(.*/, "")) ?? "STRING",
      mode: "NULLABLE",
    })),
    rows: reader.getRows().map((row) => ({ f: row.map((value) => ({ v: cellText(value) })) })),
  };
};

/** In BigQuery's JSON every value is text, and fractions of a second have six digits. */
const cellText = (value: DuckDBValue): string | null => {
  if (value === null) return null;
  if (value instanceof DuckDBDecimalValue) return value.toString().replace(/\.?0+$/, "");
  if (value instanceof DuckDBTimestampTZValue) return String(value.micros);
  if (value instanceof DuckDBTimestampValue) {
    const [seconds = "", fraction] = value.toString().replace(" ", "T").split(".");
    return fraction === undefined ? seconds : `${seconds}.${fraction.padEnd(6, "0")}`;
  }
  return String(value);
};

const typeNames = new Map([
  ["VARCHAR", "STRING"],
  ["INTEGER", "INTEGER"],
  ["BIGINT", "INTEGER"],
  ["HUGEINT", "INTEGER"],
  ["DOUBLE", "FLOAT"],
  ["DECIMAL", "NUMERIC"],
  ["BOOLEAN", "BOOLEAN"],
  ["DATE", "DATE"],
  ["TIMESTAMP", "DATETIME"],
  ["TIMESTAMP WITH TIME ZONE", "TIMESTAMP"],
]);

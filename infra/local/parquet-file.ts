import {
  DATE,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBInstance,
  type DuckDBValue,
  VARCHAR,
} from "@duckdb/node-api";
import { dayOf } from "../../shared/dates.ts";
import type { ParquetColumn } from "../../shared/ports.ts";
import { literal, quoted } from "../duckdb-sql.ts";

const types = { STRING: VARCHAR, DATE, FLOAT64: DOUBLE };
const names = { STRING: "varchar", DATE: "date", FLOAT64: "double" };

/** Writes columns of equal length to one Parquet file. */
export const writeParquet = async (path: string, columns: readonly ParquetColumn[]): Promise<void> => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  try {
    const definitions = columns.map(({ name, type }) => `${quoted(name)} ${names[type]}`);
    await connection.run(`create table rows (${definitions.join(", ")})`);
    const appender = await connection.createAppender("rows");
    const chunk = 2048;
    const count = columns[0]?.values.length ?? 0;
    for (let from = 0; from < count; from += chunk) {
      const size = Math.min(chunk, count - from);
      const part = DuckDBDataChunk.create(
        columns.map(({ type }) => types[type]),
        size,
      );
      part.setColumns(columns.map((column) => cells(column, from, size)));
      appender.appendDataChunk(part);
    }
    appender.closeSync();
    await connection.run(`copy rows to ${literal(path)} (format parquet, compression zstd)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

const cells = (column: ParquetColumn, from: number, size: number): DuckDBValue[] =>
  Array.from({ length: size }, (_, index) => {
    const value = column.values[from + index];
    if (value === undefined || Number.isNaN(value)) return null;
    return column.type === "DATE" ? new DuckDBDateValue(dayOf(String(value))) : value;
  });

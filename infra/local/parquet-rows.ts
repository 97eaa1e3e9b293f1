import { DuckDBInstance } from "@duckdb/node-api";
import type { Row } from "../../shared/ports.ts";
import { literal } from "../duckdb-sql.ts";
import { toRow } from "./duckdb-values.ts";

/** The rows of a Parquet file, some at a time. */
export async function* parquetRows(
  path: string,
): AsyncGenerator<{ readonly columns: readonly string[]; readonly rows: readonly Row[] }, void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  try {
    const result = await connection.stream(`select * from read_parquet(${literal(path)})`);
    const columns = result.columnNames();
    yield { columns, rows: [] };
    for await (const chunk of result.yieldRows())
      yield { columns, rows: chunk.map((values) => toRow(columns, values)) };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

import { existsSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import type { TextColumn } from "../../functions/5-train/fit/cells.ts";
import { messageOf, RejectedInput } from "../../shared/errors.ts";
import { literal } from "../duckdb-sql.ts";

/** Every cell of a CSV file as text, column by column. */
export const readColumns = async (file: string): Promise<readonly TextColumn[]> => {
  if (!existsSync(file)) throw new RejectedInput(`${file}: there is no such file`);
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(
      `select * from read_csv(${literal(file)}, header = true, all_varchar = true, sample_size = -1)`,
    );
    const cells = reader.getColumnsJS();
    return reader.columnNames().map((name, column) => ({
      name,
      cells: (cells[column] ?? []).map((cell) => (cell === null ? "" : String(cell))),
    }));
  } catch (error) {
    throw new RejectedInput(`${file} cannot be read as CSV: ${messageOf(error)}`, { cause: error });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

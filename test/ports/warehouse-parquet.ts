import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

export interface ParquetFiles {
  /** Writes the result of a DuckDB query like ingest and returns the file's path. */
  write(sql: string): Promise<string>;
  close(): void;
}

export const parquetFilesIn = async (folder: string): Promise<ParquetFiles> => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  let written = 0;
  return {
    async write(sql) {
      const path = join(folder, `part-${written++}.parquet`);
      await connection.run(`copy (${sql}) to '${path}' (format parquet)`);
      return path;
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};

import { renameSync, rmSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { literal, quoted } from "../duckdb-sql.ts";
import { syncFile } from "./sync-file.ts";

/** Copies a closed DuckDB file and puts the copy in its place: a copy has no free pages, and so no removed rows. */
export const rewriteDuckDb = async (path: string): Promise<void> => {
  const fresh = `${path}.rewritten`;
  for (const leftover of [fresh, `${fresh}.wal`]) rmSync(leftover, { force: true });
  const instance = await DuckDBInstance.fromCache(path);
  const connection = await instance.connect();
  try {
    const [[name] = []] = (await connection.runAndReadAll("select current_database()")).getRows();
    await connection.run("checkpoint");
    await connection.run(`attach ${literal(fresh)} as fresh`);
    await connection.run(`copy from database ${quoted(String(name))} to fresh`);
    await connection.run("checkpoint fresh");
    await connection.run("detach fresh");
    syncFile(fresh);
    // While it is still locked: another process must not open the old file in between.
    renameSync(fresh, path);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

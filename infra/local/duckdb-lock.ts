import { existsSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { messageOf } from "../../shared/errors.ts";

/** Whether another process has the file open: "none", "missing" (no file), or DuckDB's message about the lock. */
export const describeLock = async (path: string): Promise<string> => {
  if (!existsSync(path)) return "missing";
  try {
    const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
    instance.closeSync();
    return "none";
  } catch (error) {
    return messageOf(error).split("\n")[0] ?? "";
  }
};

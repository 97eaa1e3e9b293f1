import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { firstDate, lastDate } from "./dates.ts";
import type { Param, Params } from "./ports.ts";

/** Reads a .sql file beside the module with this URL. */
export const sqlFile = (url: string, name: string): string => readFileSync(new URL(name, url), "utf8");

const sqlOfFolders = new Map<string, string>();

/**
 * The statements below a folder without their comments: what they do changes only if this changes. Read once: the files do not
 * change while a process runs.
 */
export const sqlBelow = (folder: URL): string => {
  const path = fileURLToPath(folder);
  const sql = sqlOfFolders.get(path) ?? readSqlBelow(path);
  sqlOfFolders.set(path, sql);
  return sql;
};

const readSqlBelow = (path: string): string =>
  readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sql") && !name.endsWith("tables.sql"))
    .sort()
    .map((name) =>
      readFileSync(join(path, name), "utf8")
        .replace(/--[^\n]*/g, "")
        .replace(/\s+/g, " "),
    )
    .join(";\n");

export const dates = (value: readonly string[]): Param => ({ type: "ARRAY<DATE>", value });
export const texts = (value: readonly string[]): Param => ({ type: "ARRAY<STRING>", value });
export const date = (value: string): Param => ({ type: "DATE", value });
export const text = (value: string): Param => ({ type: "STRING", value });
export const bool = (value: boolean): Param => ({ type: "BOOL", value });
export const wholeNumber = (value: number): Param => ({ type: "INT64", value });

/** A list of days with its bounds beside it: BigQuery prunes partitions by the bounds alone. */
export const dayParams = (days: readonly string[]): Params => ({
  days: dates(days),
  first_day: date(days[0] ?? lastDate),
  last_day: date(days.at(-1) ?? firstDate),
});

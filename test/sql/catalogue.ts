import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { splitStatements } from "../../infra/googlesql/statements.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { rawTables } from "../../shared/contracts/raw-tables.ts";
import type { Table } from "./table.ts";
import type { ZetaSql } from "./zetasql.ts";

export const root = join(import.meta.dirname, "../..");

/** Every table a statement may name: the raw ones of the contracts, and those that the stages' tables.sql create. */
export const catalogue = async (zetasql: ZetaSql): Promise<readonly Table[]> => {
  const files = globSync("functions/**/tables.sql", { cwd: root }).sort();
  const scripts = files.map((file) => readFileSync(join(root, file), "utf8"));
  const tables: Table[] = [];
  for (const statement of [rawTables(loadFeeds()), ...scripts].flatMap(splitStatements)) {
    const created = await zetasql.analyze(statement, tables, new Map());
    if (created !== undefined) tables.push(created);
  }
  return tables;
};

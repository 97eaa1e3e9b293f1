import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { typeChange } from "../../infra/googlesql/alterations.ts";
import { splitStatements } from "../../infra/googlesql/statements.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { rawTables } from "../../shared/contracts/raw-tables.ts";
import type { Table } from "./table.ts";
import type { ZetaSql } from "./zetasql.ts";

export const root = join(import.meta.dirname, "../..");

/**
 * BigQuery changes the type of a column, which the analyzer does not know.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language#alter_column_set_data_type_statement
 */
export const isAnalyzable = (statement: string): boolean => typeChange(statement) === undefined;

/** Every table a statement may name: the raw ones of the contracts, and those that the stages' tables.sql create. */
export const catalogue = async (zetasql: ZetaSql): Promise<readonly Table[]> => {
  const files = globSync("functions/**/tables.sql", { cwd: root }).sort();
  const scripts = files.map((file) => readFileSync(join(root, file), "utf8"));
  const tables: Table[] = [];
  const statements = [rawTables(loadFeeds()), ...scripts].flatMap(splitStatements).filter(isAnalyzable);
  for (const statement of statements) {
    const created = await zetasql.analyze(statement, tables, new Map());
    if (created !== undefined) tables.push(created);
  }
  return tables;
};

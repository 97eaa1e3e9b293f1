import type { DuckDBConnection } from "@duckdb/node-api";
import { quoted } from "../duckdb-sql.ts";

const statementPattern =
  /\balter\s+table\s+if\s+exists\s+(\w+)\.(\w+)\s+rename\s+column\s+if\s+exists\s+(\w+)\s+to\s+(\w+)\s*$/i;

/** Carries out GoogleSQL's RENAME COLUMN IF EXISTS, which DuckDB lacks. Returns false for any other statement. */
export const renameColumn = async (connection: DuckDBConnection, statement: string): Promise<boolean> => {
  const [, schema = "", table = "", from = "", to = ""] = statementPattern.exec(statement) ?? [];
  if (table === "") return false;
  const known = await connection.runAndReadAll(
    "select 1 from information_schema.columns where table_schema = $schema and table_name = $table and column_name = $from",
    { schema, table, from },
  );
  if (known.currentRowCount > 0)
    await connection.run(
      `alter table ${quoted(schema)}.${quoted(table)} rename column ${quoted(from)} to ${quoted(to)}`,
    );
  return true;
};

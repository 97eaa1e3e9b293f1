import type { DuckDBConnection } from "@duckdb/node-api";
import { sha256Of } from "../../shared/sha256.ts";
import { duckTypes, quoted } from "../duckdb-sql.ts";
import { typeChange } from "../googlesql/alterations.ts";
import { isDefinition, renamedColumn, splitStatements } from "../googlesql/statements.ts";

/**
 * Carries out the definitions in one transaction, unless they are those that the file was given last: only definitions change
 * tables, so it still has what they made. A home is opened for each command, and mostly under the definitions of the last one.
 */
export const define = async (
  connection: DuckDBConnection,
  script: string,
  translate: (statement: string) => string,
): Promise<void> => {
  const digest = sha256Of(script);
  const known = "select 1 from _daybook.definitions where digest = $digest";
  if ((await connection.runAndReadAll(known, { digest })).currentRowCount > 0) return;
  await connection.run("begin transaction");
  try {
    for (const statement of splitStatements(script).filter(isDefinition))
      if (!(await renameColumn(connection, statement)) && !(await widenColumn(connection, statement)))
        await connection.run(translate(statement));
    await connection.run("delete from _daybook.definitions");
    await connection.run("insert into _daybook.definitions values ($digest)", { digest });
    await connection.run("commit");
  } catch (error) {
    await connection.run("rollback");
    throw error;
  }
};

/** Carries out GoogleSQL's RENAME COLUMN IF EXISTS, which DuckDB lacks. Returns false for any other statement. */
const renameColumn = async (connection: DuckDBConnection, statement: string): Promise<boolean> => {
  const renamed = renamedColumn(statement);
  if (!renamed) return false;
  const [schema = "", table = ""] = renamed.table.split(".");
  const { from, to } = renamed;
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

/** DuckDB would rewrite the table each time, so the column's type is looked up first. */
const widenColumn = async (connection: DuckDBConnection, statement: string): Promise<boolean> => {
  const change = typeChange(statement);
  if (change === undefined) return false;
  const { schema, table, column, type } = change;
  const narrow = await connection.runAndReadAll(
    "select 1 from information_schema.columns where table_schema = $schema and table_name = $table and column_name = $column and data_type = 'BIGINT'",
    { schema, table, column },
  );
  if (narrow.currentRowCount > 0)
    await connection.run(
      `alter table ${quoted(schema)}.${quoted(table)} alter column ${quoted(column)} type ${duckTypes[type]}`,
    );
  return true;
};

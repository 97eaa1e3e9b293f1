import type { Cursor, Rule } from "./cursor.ts";
import { columnName, tableName } from "./names.ts";
import { typeName } from "./types.ts";

export const create: Rule = (cursor) => {
  cursor.expectWords("create");
  const replace = cursor.skipWords("or", "replace") ? "OR REPLACE " : "";
  if (replace === "" && cursor.skipWords("schema")) return createSchema(cursor);
  if (cursor.skipWords("view")) return `CREATE ${replace}VIEW ${createView(cursor)}`;
  const temporary = cursor.skipWords("temp") || cursor.skipWords("temporary") ? "TEMP " : "";
  cursor.expectWords("table");
  // BigQuery drops a script's temporary tables when it ends. DuckDB keeps them for the next script.
  const replaced = temporary === "" ? replace : "OR REPLACE ";
  return `CREATE ${replaced}${temporary}TABLE ${createTable(cursor)}`;
};

/** ADD COLUMN only: other alterations could lose data. */
export const alter: Rule = (cursor) => {
  cursor.expectWords("alter", "table");
  const table = tableName(cursor);
  cursor.expectWords("add", "column", "if", "not", "exists");
  return `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${columnName(cursor)} ${typeName(cursor)}`;
};

export const drop: Rule = (cursor) => {
  cursor.expectWords("drop", "table");
  const condition = cursor.skipWords("if", "exists") ? "IF EXISTS " : "";
  return `DROP TABLE ${condition}${tableName(cursor)}`;
};

export const truncate: Rule = (cursor) => {
  cursor.expectWords("truncate", "table");
  return `TRUNCATE ${tableName(cursor)}`;
};

const createSchema: Rule = (cursor) => {
  cursor.expectWords("if", "not", "exists");
  const name = columnName(cursor);
  storageOptions(cursor);
  return `CREATE SCHEMA IF NOT EXISTS ${name}`;
};

const createView: Rule = (cursor) => {
  const condition = cursor.skipWords("if", "not", "exists") ? "IF NOT EXISTS " : "";
  const name = tableName(cursor);
  storageOptions(cursor);
  cursor.expectWords("as");
  return `${condition}${name} AS ${cursor.query()}`;
};

const createTable: Rule = (cursor) => {
  const condition = cursor.skipWords("if", "not", "exists") ? "IF NOT EXISTS " : "";
  const name = tableName(cursor);
  const columns = cursor.atSymbol("(")
    ? ` (${cursor.parenthesised((inner) => inner.list(columnDefinition)).join(", ")})`
    : "";
  partitioning(cursor);
  storageOptions(cursor);
  const rows = cursor.skipWords("as") ? ` AS ${cursor.query()}` : "";
  if (columns === "" && rows === "") throw cursor.unexpected("columns or AS");
  return `${condition}${name}${columns}${rows}`;
};

const columnDefinition: Rule = (cursor) => {
  const definition = `${columnName(cursor)} ${typeName(cursor)}`;
  const required = cursor.skipWords("not", "null") ? " NOT NULL" : "";
  storageOptions(cursor);
  return definition + required;
};

/** Skips BigQuery's storage layout, which affects costs but not results. */
const partitioning = (cursor: Cursor): void => {
  if (cursor.skipWords("partition", "by")) cursor.expression();
  if (cursor.skipWords("cluster", "by")) cursor.list(columnName);
};

const storageOptions = (cursor: Cursor): void => {
  if (cursor.skipWords("options")) cursor.skipGroup();
};

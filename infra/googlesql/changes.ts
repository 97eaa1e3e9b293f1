import type { Cursor, Rule } from "./cursor.ts";
import { from } from "./from.ts";
import { columnName, fieldName, optionalAlias, quoteName, tableName } from "./names.ts";

export const insert: Rule = (cursor) => {
  cursor.expectWords("insert");
  cursor.skipWords("into");
  const table = tableName(cursor);
  const columns = cursor.atSymbol("(") && !cursor.atParenthesisedQuery() ? ` ${columnList(cursor)}` : "";
  const rows = cursor.skipWords("values") ? `VALUES ${cursor.list(valueList).join(", ")}` : cursor.query();
  return `INSERT INTO ${table}${columns} ${rows}`;
};

export const remove: Rule = (cursor) => {
  cursor.expectWords("delete");
  cursor.skipWords("from");
  return `DELETE FROM ${target(cursor)}${where(cursor)}`;
};

export const update: Rule = (cursor) => {
  cursor.expectWords("update");
  const table = target(cursor);
  const assignments = setClause(cursor);
  const sources = cursor.skipWords("from") ? ` FROM ${from(cursor)}` : "";
  return `UPDATE ${table} ${assignments}${sources}${where(cursor)}`;
};

export const merge: Rule = (cursor) => {
  cursor.expectWords("merge");
  cursor.skipWords("into");
  const table = target(cursor);
  cursor.expectWords("using");
  const source = from(cursor);
  cursor.expectWords("on");
  let text = `MERGE INTO ${table} USING ${source} ON (${cursor.expression()})`;
  if (!cursor.atWords("when")) throw cursor.unexpected("WHEN");
  while (cursor.skipWords("when")) text += ` WHEN ${whenClause(cursor)}`;
  return text;
};

const whenClause: Rule = (cursor) => {
  const matches = matchKind(cursor);
  const condition = cursor.skipWords("and") ? ` AND (${cursor.expression()})` : "";
  cursor.expectWords("then");
  return `${matches}${condition} THEN ${action(cursor, matches)}`;
};

const matchKind: Rule = (cursor) => {
  if (cursor.skipWords("matched")) return "MATCHED";
  cursor.expectWords("not", "matched");
  if (cursor.skipWords("by", "source")) return "NOT MATCHED BY SOURCE";
  cursor.skipWords("by", "target");
  return "NOT MATCHED BY TARGET";
};

const action = (cursor: Cursor, matches: string): string => {
  if (matches === "NOT MATCHED BY TARGET") return mergeInsert(cursor);
  if (cursor.skipWords("delete")) return "DELETE";
  cursor.expectWords("update");
  return `UPDATE ${setClause(cursor)}`;
};

const mergeInsert: Rule = (cursor) => {
  cursor.expectWords("insert");
  if (!cursor.atSymbol("(")) throw cursor.unsupported("INSERT without its columns in MERGE");
  const columns = columnList(cursor);
  cursor.expectWords("values");
  return `INSERT ${columns} VALUES ${valueList(cursor)}`;
};

const target: Rule = (cursor) => {
  const table = tableName(cursor);
  const alias = cursor.atWords("set") ? undefined : optionalAlias(cursor);
  return alias === undefined ? table : `${table} AS ${quoteName(alias)}`;
};

const setClause: Rule = (cursor) => {
  cursor.expectWords("set");
  return `SET ${cursor.list(assignment).join(", ")}`;
};

/** `column = value`; DuckDB knows no `alias.column` on the left. */
const assignment: Rule = (cursor) => {
  let column = columnName(cursor);
  if (cursor.skipSymbol(".")) column = fieldName(cursor);
  cursor.expectSymbol("=");
  return `${column} = ${cursor.expression()}`;
};

/** GoogleSQL requires WHERE, so that no table is emptied by mistake. */
const where: Rule = (cursor) => {
  cursor.expectWords("where");
  return ` WHERE ${cursor.expression()}`;
};

const columnList: Rule = (cursor) =>
  `(${cursor.parenthesised((inner) => inner.list(columnName)).join(", ")})`;

const valueList: Rule = (cursor) =>
  `(${cursor.parenthesised((inner) => inner.list((value) => value.expression())).join(", ")})`;

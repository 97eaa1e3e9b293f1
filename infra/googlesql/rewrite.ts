import { insert, merge, remove, update } from "./changes.ts";
import { Cursor, type Rule, type TableMention } from "./cursor.ts";
import { alter, create, drop, truncate } from "./definitions.ts";
import { expression } from "./expressions.ts";
import { query } from "./queries.ts";

/**
 * Translates one GoogleSQL statement to DuckDB's SQL; a parameter @p becomes $p. The output contains only what the
 * rules have read: nothing is copied from the source unread.
 */
export const toDuckDb = (statement: string): string => translated(statement).text;

/** The tables that a statement reads or writes, in the order of their places. */
export const tablesIn = (statement: string): readonly TableMention[] => translated(statement).tables;

const translated = (statement: string) => {
  const cursor = new Cursor(statement, { expression, query });
  const text = statementRule(cursor)(cursor);
  cursor.skipSymbol(";");
  if (cursor.peek().kind !== "end") throw cursor.unexpected("the end of the statement");
  return { text, tables: cursor.tables.toSorted((left, right) => left.start - right.start) };
};

const statementRule = (cursor: Cursor): Rule => {
  const { kind, text } = cursor.peek();
  if (cursor.atSymbol("(")) return query;
  const rule = kind === "word" ? statements.get(text.toLowerCase()) : undefined;
  if (rule === undefined) throw cursor.unsupported(kind === "end" ? "empty statement" : `statement ${text}`);
  return rule;
};

const transaction =
  (word: string, text: string): Rule =>
  (cursor) => {
    cursor.expectWords(word);
    cursor.skipWords("transaction");
    return text;
  };

const statements: ReadonlyMap<string, Rule> = new Map([
  ["select", query],
  ["with", query],
  ["insert", insert],
  ["delete", remove],
  ["update", update],
  ["merge", merge],
  ["create", create],
  ["alter", alter],
  ["drop", drop],
  ["truncate", truncate],
  ["begin", transaction("begin", "BEGIN TRANSACTION")],
  ["commit", transaction("commit", "COMMIT")],
  ["rollback", transaction("rollback", "ROLLBACK")],
]);

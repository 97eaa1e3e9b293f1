import type { Cursor, Rule } from "./cursor.ts";
import { numberLiteral, parameter } from "./literals.ts";
import { columnName, isReserved } from "./names.ts";
import { select } from "./select.ts";
import { ordered } from "./windows.ts";

/** `with … select … union all … order by … limit …` */
export const query: Rule = (cursor) => {
  const outerAliases = cursor.aliases;
  cursor.aliases = new Map();
  const pieces: string[] = [];
  if (cursor.skipWords("with")) pieces.push(`WITH ${cursor.list(commonTable).join(", ")}`);
  pieces.push(combined(cursor));
  if (cursor.skipWords("order", "by")) pieces.push(`ORDER BY ${cursor.list(resultOrder).join(", ")}`);
  cursor.aliases = outerAliases;
  if (cursor.skipWords("limit")) {
    pieces.push(`LIMIT ${rowCount(cursor)}`);
    if (cursor.skipWords("offset")) pieces.push(`OFFSET ${rowCount(cursor)}`);
  }
  return pieces.join(" ");
};

const commonTable: Rule = (cursor) => {
  if (cursor.atWords("recursive")) throw cursor.unsupported("WITH RECURSIVE");
  const name = columnName(cursor);
  cursor.expectWords("as");
  return `${name} AS (${cursor.parenthesised(query)})`;
};

/** Selects joined by one kind of set operation. As in GoogleSQL, mixing kinds needs parentheses. */
const combined: Rule = (cursor) => {
  let text = single(cursor);
  let first: string | undefined;
  for (let operation = setOperation(cursor); operation !== undefined; operation = setOperation(cursor)) {
    first ??= operation;
    cursor.aliases = new Map();
    if (operation !== first) throw cursor.unsupported(`${operation} after ${first} without parentheses`);
    text += ` ${operation} ${single(cursor)}`;
    cursor.aliases = new Map();
  }
  return text;
};

const single: Rule = (cursor) => (cursor.atSymbol("(") ? `(${cursor.parenthesised(query)})` : select(cursor));

const setOperation = (cursor: Cursor): string | undefined => {
  if (cursor.skipWords("union", "all")) return "UNION ALL";
  return ["union", "intersect", "except"].find((word) => cursor.skipWords(word, "distinct"))?.toUpperCase();
};

/** A bare column name orders by the result's column in both engines. */
const resultOrder: Rule = (cursor) => {
  const { kind, text } = cursor.peek();
  const { kind: nextKind, text: next } = cursor.peek(1);
  const isBare =
    nextKind === "end" || [",", ")", ";"].includes(next) || /^(?:asc|desc|nulls|limit)$/i.test(next);
  const isName = (kind === "word" && !isReserved(text)) || kind === "quoted";
  return ordered(cursor, isBare && isName ? columnName : cursor.expression.bind(cursor));
};

const rowCount: Rule = (cursor) => {
  const { kind, text } = cursor.peek();
  if (kind === "parameter") return parameter(cursor);
  if (kind === "number" && /^\d+$/.test(text)) return numberLiteral(cursor);
  throw cursor.unexpected("a number of rows");
};

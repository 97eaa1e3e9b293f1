import { call } from "./calls.ts";
import type { Rule } from "./cursor.ts";
import { numberLiteral, parameter, quoteString, stringLiteral, stringValue } from "./literals.ts";
import { columnName, fieldName, isReserved } from "./names.ts";
import { typeName } from "./types.ts";

/** An operand: a literal, a parameter, a column, a call, or an expression in brackets. */
export const operand: Rule = (cursor) => {
  const { kind } = cursor.peek();
  if (kind === "number") return numberLiteral(cursor);
  if (kind === "string") return stringLiteral(cursor);
  if (kind === "parameter") return parameter(cursor);
  if (kind === "quoted") return path(cursor);
  if (kind === "word") return word(cursor);
  if (cursor.atSymbol("(")) return parenthesis(cursor);
  if (cursor.atSymbol("[")) return arrayLiteral(cursor);
  throw cursor.unexpected();
};

const parenthesis: Rule = (cursor) =>
  `(${cursor.parenthesised((inner) => (inner.atQuery() ? inner.query() : inner.expression()))})`;

const arrayLiteral: Rule = (cursor) => {
  cursor.expectSymbol("[");
  const elements = cursor.atSymbol("]") ? [] : cursor.list((inner) => inner.expression());
  cursor.expectSymbol("]");
  return `[${elements.join(", ")}]`;
};

const word: Rule = (cursor) => {
  const name = cursor.peek().text.toLowerCase();
  const special = specials.get(name);
  if (special !== undefined) return special(cursor);
  if (typedLiterals.has(name) && cursor.peek(1).kind === "string") return typedLiteral(cursor);
  if (cursor.atSymbol("(", 1) || (name === "safe" && cursor.atSymbol(".", 1))) return call(cursor);
  if (clockReadings.has(name)) return call(cursor);
  if (isReserved(name)) throw cursor.unexpected("an expression");
  return path(cursor);
};

/** `column`, `table.column`, `table.column.field`. */
const path: Rule = (cursor) => {
  let text = columnName(cursor);
  const selected = cursor.aliases.get(text.toLowerCase());
  if (selected !== undefined && !cursor.atSymbol(".")) return `(${selected})`;
  while (cursor.skipSymbol(".")) {
    if (cursor.atSymbol("(", 1)) throw cursor.unsupported(`function ${text}.${cursor.peek().text}`);
    text += `.${fieldName(cursor)}`;
  }
  return text;
};

const typedLiterals: ReadonlySet<string> = new Set(["date", "datetime", "timestamp", "numeric"]);

const typedLiteral: Rule = (cursor) => {
  const type = typeName(cursor);
  return `CAST(${quoteString(stringValue(cursor))} AS ${type})`;
};

const clockReadings: ReadonlySet<string> = new Set(["current_date", "current_datetime", "current_timestamp"]);

const constant =
  (text: string): Rule =>
  (cursor) => {
    cursor.take();
    return text;
  };

const caseWhen: Rule = (cursor) => {
  cursor.expectWords("case");
  let text = cursor.atWords("when") ? "CASE" : `CASE ${cursor.expression()}`;
  do {
    cursor.expectWords("when");
    text += ` WHEN ${cursor.expression()}`;
    cursor.expectWords("then");
    text += ` THEN ${cursor.expression()}`;
  } while (cursor.atWords("when"));
  if (cursor.skipWords("else")) text += ` ELSE ${cursor.expression()}`;
  cursor.expectWords("end");
  return `${text} END`;
};

const array: Rule = (cursor) => {
  const token = cursor.take();
  if (cursor.atSymbol("(")) return `ARRAY(${cursor.parenthesised((inner) => inner.query())})`;
  if (cursor.atSymbol("[")) return arrayLiteral(cursor);
  cursor.expectSymbol("<");
  const type = typeName(cursor);
  cursor.expectSymbol(">");
  if (!cursor.atSymbol("[")) throw cursor.unsupported("ARRAY without its elements", token);
  return `CAST(${arrayLiteral(cursor)} AS ${type}[])`;
};

const exists: Rule = (cursor) => {
  cursor.expectWords("exists");
  return `EXISTS (${cursor.parenthesised((inner) => inner.query())})`;
};

const specials: ReadonlyMap<string, Rule> = new Map([
  ["null", constant("NULL")],
  ["true", constant("TRUE")],
  ["false", constant("FALSE")],
  ["case", caseWhen],
  ["array", array],
  ["exists", exists],
]);

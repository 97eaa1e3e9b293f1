import type { Cursor, Rule } from "./cursor.ts";
import { quoteString } from "./literals.ts";
import { fieldName } from "./names.ts";
import { operand } from "./operands.ts";

/** The operators by precedence, lowest first. Each level is left-associative in both engines. */
export const expression: Rule = (cursor) => {
  let text = conjunction(cursor);
  while (cursor.skipWords("or")) text += ` OR ${conjunction(cursor)}`;
  return text;
};

const conjunction: Rule = (cursor) => {
  let text = negation(cursor);
  while (cursor.skipWords("and")) text += ` AND ${negation(cursor)}`;
  return text;
};

const negation: Rule = (cursor) => (cursor.skipWords("not") ? `NOT ${negation(cursor)}` : comparison(cursor));

const comparisons = ["=", "<>", "!=", "<=", ">=", "<", ">"];

/** GoogleSQL does not chain comparisons: only AND, OR or the end may follow one. */
const comparison: Rule = (cursor) => {
  const left = additive(cursor);
  const operator = comparisons.find((symbol) => cursor.skipSymbol(symbol));
  if (operator !== undefined) return `${left} ${operator} ${additive(cursor)}`;
  if (cursor.skipWords("is")) return `${left} IS ${isCondition(cursor)}`;
  const not = cursor.skipWords("not");
  if (cursor.skipWords("in")) return `${left} ${membership(cursor, not)}`;
  const negated = not ? "NOT " : "";
  if (cursor.skipWords("between")) {
    const low = additive(cursor);
    cursor.expectWords("and");
    return `${left} ${negated}BETWEEN ${low} AND ${additive(cursor)}`;
  }
  // In GoogleSQL a backslash always escapes in a pattern; DuckDB needs ESCAPE.
  if (cursor.skipWords("like"))
    return `${left} ${negated}LIKE ${additive(cursor)} ESCAPE ${quoteString("\\")}`;
  if (not) throw cursor.unexpected("IN, BETWEEN or LIKE");
  return left;
};

const isCondition: Rule = (cursor) => {
  const not = cursor.skipWords("not") ? "NOT " : "";
  if (cursor.skipWords("distinct", "from")) return `${not}DISTINCT FROM ${additive(cursor)}`;
  const value = ["null", "true", "false"].find((word) => cursor.skipWords(word));
  if (value === undefined) throw cursor.unexpected("NULL, TRUE or FALSE");
  return not + value.toUpperCase();
};

const membership = (cursor: Cursor, not: boolean): string => {
  if (cursor.skipWords("unnest")) {
    return `${not ? "<> ALL" : "= ANY"}(${cursor.parenthesised((inner) => inner.expression())})`;
  }
  const values = cursor.parenthesised((inner) =>
    inner.atQuery() ? inner.query() : inner.list(expression).join(", "),
  );
  return `${not ? "NOT " : ""}IN (${values})`;
};

const additive: Rule = (cursor) => {
  let text = multiplicative(cursor);
  for (;;) {
    if (cursor.skipSymbol("+")) text += ` + ${multiplicative(cursor)}`;
    else if (cursor.skipSymbol("-")) text += ` - ${multiplicative(cursor)}`;
    else return text;
  }
};

const multiplicative: Rule = (cursor) => {
  let text = unary(cursor);
  for (;;) {
    if (cursor.skipSymbol("*")) text += ` * ${unary(cursor)}`;
    else if (cursor.skipSymbol("/")) text = quotient(text, unary(cursor));
    // || binds like * in GoogleSQL, and weaker than + in DuckDB.
    else if (cursor.skipSymbol("||")) text = `(${text} || ${unary(cursor)})`;
    else return text;
  }
};

/** Division by zero is an error in GoogleSQL; DuckDB returns infinity. */
const quotient = (dividend: string, divisor: string): string =>
  /^[\d.]*[1-9]/.test(divisor) ? `${dividend} / ${divisor}` : `bq_divide(${dividend}, ${divisor})`;

const unary: Rule = (cursor) => {
  if (cursor.skipSymbol("+")) return unary(cursor);
  // The space prevents two minus signs from forming a comment.
  if (cursor.skipSymbol("-")) return `- ${unary(cursor)}`;
  return subscripted(cursor);
};

const subscripted: Rule = (cursor) => {
  let text = operand(cursor);
  for (;;) {
    if (cursor.skipSymbol(".")) text = `(${text}).${fieldName(cursor)}`;
    else if (cursor.atSymbol("[")) text = element(cursor, text);
    else return text;
  }
};

/** DuckDB counts from 1, counts negative positions from the end, and returns NULL beyond it. */
const element = (cursor: Cursor, array: string): string => {
  cursor.expectSymbol("[");
  const token = cursor.take();
  const kind = token.text.toLowerCase();
  if (!positions.includes(kind))
    throw cursor.unsupported("array position without OFFSET or SAFE_OFFSET", token);
  const position = cursor.parenthesised(expression);
  cursor.expectSymbol("]");
  return `bq_${kind}(${array}, ${position})`;
};

const positions = ["offset", "safe_offset", "ordinal", "safe_ordinal"];

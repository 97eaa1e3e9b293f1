import type { Cursor, Rule } from "./cursor.ts";
import type { Token } from "./lexer.ts";

export const quoteString = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** `@name` becomes `$name`. */
export const parameter: Rule = (cursor) => `$${cursor.take().text.slice(1)}`;

export const numberLiteral: Rule = (cursor) => {
  const token = cursor.take();
  const next = cursor.peek();
  const touches = next.offset === token.offset + token.text.length;
  if (touches && (next.kind === "word" || next.kind === "number")) {
    throw cursor.unsupported(`number ${token.text}${next.text}`, token);
  }
  if (/^(?:0x|\d+$)/i.test(token.text)) return integer(cursor, token);
  // FLOAT64 in GoogleSQL; without an exponent DuckDB would read a DECIMAL.
  return /e/i.test(token.text) ? token.text : `${token.text}e0`;
};

const largest = 2n ** 63n - 1n;

const integer = (cursor: Cursor, token: Token): string => {
  const value = BigInt(token.text);
  if (value > largest) throw cursor.unsupported(`integer ${token.text} beyond INT64`, token);
  return String(value);
};

export const stringLiteral: Rule = (cursor) => quoteString(stringValue(cursor));

/** The value of the string literal at the cursor, with escapes resolved. */
export const stringValue = (cursor: Cursor): string => {
  const token = cursor.take();
  if (token.kind !== "string")
    throw cursor.unsupported(`${token.text} where a string literal was expected`, token);
  const [, prefix = "", quote = ""] = /^([rb]*)('''|"""|'|")/i.exec(token.text) ?? [];
  if (/b/i.test(prefix)) throw cursor.unsupported("bytes literal", token);
  const body = token.text.slice(prefix.length + quote.length, -quote.length);
  if (body.includes("\0")) throw cursor.unsupported("character 0 in a string", token);
  if (prefix !== "") return body;
  return body.replace(escapes, (sequence) => unescaped(cursor, token, sequence));
};

const escapes = /\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[xX][0-9a-fA-F]{2}|[0-3][0-7]{2}|[\s\S])/g;

const unescaped = (cursor: Cursor, token: Token, sequence: string): string => {
  const simple = simpleEscapes.get(sequence.charAt(1));
  if (sequence.length === 2 && simple !== undefined) return simple;
  const octal = /^\\[0-7]{3}$/.test(sequence);
  const code = Number.parseInt(octal ? sequence.slice(1) : sequence.slice(2), octal ? 8 : 16);
  // DuckDB would end the statement at a character 0.
  const isCharacter =
    sequence.length > 2 && code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  if (!isCharacter) throw cursor.unsupported(`escape ${sequence}`, token);
  return String.fromCodePoint(code);
};

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" }),
  ...[..."\\'\"`?"].map((character) => [character, character] as const),
]);

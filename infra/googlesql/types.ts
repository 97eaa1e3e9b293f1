import type { Rule } from "./cursor.ts";

/** NUMERIC has 9 decimals; DuckDB's default of 3 would cut money. */
const types: ReadonlyMap<string, string> = new Map([
  ["int64", "BIGINT"],
  ["float64", "DOUBLE"],
  ["numeric", "DECIMAL(38,9)"],
  ["string", "VARCHAR"],
  ["bool", "BOOLEAN"],
  ["date", "DATE"],
  ["datetime", "TIMESTAMP"],
  ["timestamp", "TIMESTAMPTZ"],
]);

export const typeName: Rule = (cursor) => {
  const token = cursor.take();
  const name = token.text.toLowerCase();
  if (name === "array") return arrayType(cursor);
  const type = types.get(name);
  if (type === undefined || cursor.atSymbol("(") || cursor.atSymbol("<")) {
    throw cursor.unsupported(`type ${token.text}${cursor.atSymbol("(") ? " with a precision" : ""}`, token);
  }
  return type;
};

const arrayType: Rule = (cursor) => {
  cursor.expectSymbol("<");
  if (cursor.atWords("array")) throw cursor.unsupported("array of arrays");
  const element = typeName(cursor);
  cursor.expectSymbol(">");
  return `${element}[]`;
};

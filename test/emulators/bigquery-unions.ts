import { lex } from "../../infra/googlesql/lexer.ts";
import { endOfList, itemsOf } from "./token-lists.ts";

/**
 * Where a select list of a union names a column twice, the emulator takes the first of the two for both, in every part of the
 * union. Spelt differently, each keeps its own values.
 */
export const withDistinctColumns = (statement: string): string => {
  if (!/\bunion all\b/i.test(statement)) return statement;
  const tokens = lex(statement);
  let written = "";
  for (let at = 0; at < tokens.length; at += 1) {
    written += tokens[at]?.text ?? "";
    if (tokens[at]?.text.toLowerCase() !== "select") continue;
    const end = endOfList(tokens, at + 1, endsOfSelectList);
    written += distinct(itemsOf(tokens.slice(at + 1, end))).join(",");
    at = end - 1;
  }
  return written;
};

const distinct = (items: readonly string[]): string[] => {
  const seen = new Set<string>();
  return items.map((item) => {
    const [, before = "", expression = "", name = ""] = /^(\s*)(.+?)(\s+as\s+\w+\s*|\s*)$/is.exec(item) ?? [];
    // A cast to the type that a column has is no other column to the emulator.
    const column = /^(?:cast\((\w+) as \w+\)|(\w+))$/i.exec(expression);
    const key = column?.[1] ?? column?.[2];
    if (key === undefined || !seen.has(key)) {
      if (key !== undefined) seen.add(key);
      return item;
    }
    return `${before}ifnull(${expression}, null)${name}`;
  });
};

/** Where FROM begins, or the subquery or statement ends. */
const endsOfSelectList = ["from", ")", ";"];

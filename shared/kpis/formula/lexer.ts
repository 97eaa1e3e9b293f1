import { FormulaError } from "./formula-error.ts";
import type { Place } from "./tree.ts";

export interface Token extends Place {
  readonly kind: "number" | "text" | "word" | "symbol" | "end";
}

const patterns: readonly (readonly [Token["kind"] | "space", RegExp])[] = [
  ["space", /\s+/y],
  ["number", /\d+(?:\.\d+)?(?![\w.])/y],
  ["word", /[A-Za-z_]\w*/y],
  // A text ends at its own quote and has no escapes, so it cannot end anywhere else.
  ["text", /'[^'\r\n]*'|"[^"\r\n]*"/y],
  ["symbol", /<>|!=|<=|>=|[-+*/(),=<>]/y],
];

/** The words and symbols of a formula. Anything else, such as a semicolon or a comment, is refused. */
export const lex = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const found = match(text, at);
    if (!found) throw new FormulaError("this cannot stand in a formula", { at, token: text.charAt(at) });
    if (found.kind !== "space") tokens.push({ kind: found.kind, token: found.token, at });
    at += found.token.length;
  }
  return [...tokens, { kind: "end", token: "the end", at: text.length }];
};

const match = (text: string, at: number) => {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const token = pattern.exec(text)?.[0];
    if (token !== undefined) return { kind, token };
  }
  return undefined;
};

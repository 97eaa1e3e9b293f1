import { lex, type Token } from "../../infra/googlesql/lexer.ts";
import { depthOf } from "./token-lists.ts";

/**
 * The emulator computes a common table anew for each row and each place that reads it. In a script each becomes a temporary
 * table, under a name of its own because none can be dropped before the script ends.
 */
export const withoutCommonTables = (statement: string): readonly string[] => {
  const tokens = lex(statement).filter(({ kind }) => kind !== "comment");
  const start = topLevelWith(tokens);
  if (start === undefined) return [statement];
  const created: string[] = [];
  const names = new Map<string, string>();
  let at = start + 1;
  for (let more = true; more; at += 1) {
    const name = nextWord(tokens, at);
    const opening = nextSymbol(tokens, name, "(");
    const closing = closingOf(tokens, opening);
    const body = textOf(readingFrom(names, tokens.slice(opening + 1, closing))).trim();
    tablesMade += 1;
    const own = `${tokens[name]?.text}_${tablesMade}`;
    created.push(...withoutCommonTables(`create temp table ${own} as ${body}`));
    names.set(tokens[name]?.text ?? "", own);
    at = nextWord(tokens, closing + 1);
    more = tokens[at]?.text === ",";
  }
  const rest = readingFrom(names, tokens.slice(at - 1));
  return [...created, textOf(tokens.slice(0, start)) + textOf(rest)];
};

let tablesMade = 0;

/** A table keeps the name by which its columns are told from others. */
const readingFrom = (names: ReadonlyMap<string, string>, tokens: readonly Token[]): Token[] => {
  const words = tokens.filter(({ kind }) => kind !== "space");
  const renamed = new Map<Token, Token>();
  for (const [place, token] of words.entries()) {
    const own = names.get(token.text);
    const before = words[place - 1]?.text.toLowerCase() ?? "";
    const isPart = words[place - 4]?.text.toLowerCase() === "extract";
    if (own === undefined || isPart || !["from", "join"].includes(before)) continue;
    const isNamed = words[place + 1]?.text.toLowerCase() === "as";
    renamed.set(token, { ...token, text: isNamed ? own : `${own} as ${token.text}` });
  }
  return tokens.map((token) => renamed.get(token) ?? token);
};

/** Outside of parentheses. A query becomes a script, whose answer is that of its last statement. */
const topLevelWith = (tokens: readonly Token[]): number | undefined => {
  const first = tokens[nextWord(tokens, 0)]?.text.toLowerCase();
  if (first !== "create" && first !== "insert" && first !== "with") return undefined;
  let depth = 0;
  for (const [at, { text }] of tokens.entries()) {
    depth += depthOf(text);
    if (depth === 0 && text.toLowerCase() === "with") return at;
  }
  return undefined;
};

const nextWord = (tokens: readonly Token[], from: number): number => {
  let at = from;
  while (tokens[at]?.kind === "space") at += 1;
  return at;
};

const nextSymbol = (tokens: readonly Token[], from: number, symbol: string): number => {
  let at = from;
  while (at < tokens.length && tokens[at]?.text !== symbol) at += 1;
  return at;
};

const closingOf = (tokens: readonly Token[], opening: number): number => {
  let depth = 0;
  for (let at = opening; at < tokens.length; at += 1) {
    depth += depthOf(tokens[at]?.text ?? "");
    if (depth === 0) return at;
  }
  return tokens.length;
};

const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join("");

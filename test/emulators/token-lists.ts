import type { Token } from "../../infra/googlesql/lexer.ts";

/** By how much a token changes the depth of parentheses. */
export const depthOf = (text: string): number => (text === "(" ? 1 : text === ")" ? -1 : 0);

/** Where one of the words, in lower case, stands outside of parentheses; the end of the tokens if none does. */
export const endOfList = (tokens: readonly Token[], from: number, words: readonly string[]): number => {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const text = tokens[at]?.text.toLowerCase() ?? "";
    if (depth === 0 && words.includes(text)) return at;
    depth += depthOf(text);
  }
  return tokens.length;
};

/** The texts between the commas that stand outside of parentheses. */
export const itemsOf = (tokens: readonly Token[]): string[] => {
  const items = [""];
  let depth = 0;
  for (const { text } of tokens) {
    depth += depthOf(text);
    if (depth === 0 && text === ",") items.push("");
    else items.push(items.pop() + text);
  }
  return items;
};

import { lex, type Token } from "../../infra/googlesql/lexer.ts";

/**
 * The emulator's process ends where a window is partitioned by NULL. As text, and NULL as a text that no value has, the
 * same rows fall into the same partitions.
 */
export const withPartitionsOfText = (statement: string): string => {
  const tokens = lex(statement);
  const words = tokens.map(({ text }) => text.toLowerCase());
  let written = "";
  for (let at = 0; at < tokens.length; at += 1) {
    written += tokens[at]?.text ?? "";
    if (words[at] !== "by" || words[at - 2] !== "partition") continue;
    const end = endOfList(tokens, at + 1);
    written += ` ${keysOf(tokens.slice(at + 1, end))
      .map(asText)
      .join(", ")} `;
    at = end - 1;
  }
  return written;
};

const asText = (key: string): string => `ifnull(cast(${key} as string), '\\x01')`;

/** Where ORDER BY or the frame begins, or the window's parenthesis closes. */
const endOfList = (tokens: readonly Token[], from: number): number => {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const text = tokens[at]?.text.toLowerCase() ?? "";
    if (depth === 0 && [")", "order", "rows", "range"].includes(text)) return at;
    depth += depthOf(text);
  }
  return tokens.length;
};

const keysOf = (tokens: readonly Token[]): string[] => {
  const keys = [""];
  let depth = 0;
  for (const { text } of tokens) {
    depth += depthOf(text);
    if (depth === 0 && text === ",") keys.push("");
    else keys.push(keys.pop() + text);
  }
  return keys.map((key) => key.trim());
};

const depthOf = (text: string): number => (text === "(" ? 1 : text === ")" ? -1 : 0);

import { lex } from "../../infra/googlesql/lexer.ts";
import { endOfList, itemsOf } from "./token-lists.ts";

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
    const end = endOfList(tokens, at + 1, endsOfPartition);
    written += ` ${itemsOf(tokens.slice(at + 1, end))
      .map((key) => key.trim())
      .map(asText)
      .join(", ")} `;
    at = end - 1;
  }
  return written;
};

const asText = (key: string): string => `ifnull(cast(${key} as string), '\\x01')`;

/** Where ORDER BY or the frame begins, or the window's parenthesis closes. */
const endsOfPartition = [")", "order", "rows", "range"];

import type { Cursor } from "./cursor.ts";

/** Does a query start here, perhaps in parentheses of its own? */
export const startsQuery = (cursor: Cursor): boolean => cursor.atWords("select") || cursor.atWords("with");

export const startsParenthesisedQuery = (cursor: Cursor): boolean => {
  let ahead = 0;
  while (cursor.atSymbol("(", ahead)) ahead += 1;
  const { kind, text } = cursor.peek(ahead);
  return ahead > 0 && kind === "word" && /^(?:select|with)$/i.test(text);
};

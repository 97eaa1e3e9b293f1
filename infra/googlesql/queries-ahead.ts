import type { Cursor } from "./cursor.ts";

/** Whether a query starts here. */
export const startsQuery = (cursor: Cursor): boolean => cursor.atWords("select") || cursor.atWords("with");

/** Whether a query in parentheses starts here. */
export const startsParenthesisedQuery = (cursor: Cursor): boolean => {
  let ahead = 0;
  while (cursor.atSymbol("(", ahead)) ahead += 1;
  const { kind, text } = cursor.peek(ahead);
  return ahead > 0 && kind === "word" && /^(?:select|with)$/i.test(text);
};

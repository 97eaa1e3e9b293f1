import type { RecordBuffer } from "./record-buffer.ts";

/** True for a line of totals: its first cell with text begins with one of the words, as a whole word. */
export const isTotals = (buffer: RecordBuffer, words: readonly string[] = []): boolean => {
  if (words.length === 0) return false;
  const text = buffer.firstText().toLowerCase();
  return words.some((word) => text.startsWith(word) && !/^[\p{L}\p{N}]/u.test(text.slice(word.length)));
};

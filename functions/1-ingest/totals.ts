import type { RecordBuffer } from "./record-buffer.ts";

/** True for a line of totals: its first cell with text begins with one of the words. */
export const isTotals = (buffer: RecordBuffer, words: readonly string[] = []): boolean =>
  words.length > 0 && beginsWithWord(buffer.firstText(), words);

/** In any case, and as a whole word: "Total" does not begin "Totally". The words are in lower case. */
export const beginsWithWord = (text: string, words: readonly string[]): boolean => {
  const lower = text.toLowerCase();
  return words.some((word) => lower.startsWith(word) && !/^[\p{L}\p{N}]/u.test(lower.slice(word.length)));
};

import type { Cursor } from "./cursor.ts";
import { quoteString, stringValue } from "./literals.ts";

/** The elements that mean the same in both engines, and short forms spelled out. */
const elements = (letters: string): ReadonlyMap<string, string> =>
  new Map([
    ...[...letters].map((letter) => [letter, `%${letter}`] as const),
    ["F", "%Y-%m-%d"],
    ["T", "%H:%M:%S"],
    ["R", "%H:%M"],
  ]);

const printed = elements("YymdHIMSpaAbBjGVuUwW%");
const parsed = elements("YymdHIMSpbB%");

/** The format must be a literal: DuckDB's names for the parts differ, so it is translated here. */
export const printFormat = (cursor: Cursor): string => translated(cursor, printed);

export const parseFormat = (cursor: Cursor): string => translated(cursor, parsed);

const translated = (cursor: Cursor, known: ReadonlyMap<string, string>): string => {
  const token = cursor.peek();
  const format = stringValue(cursor);
  const text = format.replace(/%([\s\S]?)/g, (element, letter: string) => {
    const same = known.get(letter);
    if (same === undefined) throw cursor.unsupported(`date format element ${element}`, token);
    return same;
  });
  return quoteString(text);
};

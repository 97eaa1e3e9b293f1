import type { Cursor } from "./cursor.ts";
import { quoteString, stringValue } from "./literals.ts";

/** The elements that mean the same in both engines; short forms are expanded. */
const elements = (letters: string): ReadonlyMap<string, string> =>
  new Map([
    ...[...letters].map((letter) => [letter, `%${letter}`] as const),
    ["F", "%Y-%m-%d"],
    ["T", "%H:%M:%S"],
    ["R", "%H:%M"],
  ]);

const printElements = elements("YymdHIMSpaAbBjGVuUwW%");
const parseElements = elements("YymdHIMSpbB%");

/** The format must be a literal, because DuckDB's format elements differ and are translated here. */
export const printFormat = (cursor: Cursor): string => translateFormat(cursor, printElements);

export const parseFormat = (cursor: Cursor): string => translateFormat(cursor, parseElements);

const translateFormat = (cursor: Cursor, known: ReadonlyMap<string, string>): string => {
  const token = cursor.peek();
  const format = stringValue(cursor);
  const text = format.replace(/%([\s\S]?)/g, (element, letter: string) => {
    const same = known.get(letter);
    if (same === undefined) throw cursor.unsupported(`date format element ${element}`, token);
    return same;
  });
  return quoteString(text);
};

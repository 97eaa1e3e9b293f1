import type { Cursor, Rule } from "./cursor.ts";
import { quoteString, stringValue } from "./literals.ts";

/** GoogleSQL returns the pattern's group if there is one, else the whole match; DuckDB needs the group number. */
const extraction =
  (name: string): Rule =>
  (cursor) =>
    cursor.parenthesised((inner) => {
      const text = inner.expression();
      inner.expectSymbol(",");
      const [pattern, groups] = patternLiteral(inner);
      return `${name}(${text}, ${quoteString(pattern)}, ${groups})`;
    });

const patternLiteral = (cursor: Cursor): readonly [pattern: string, groups: number] => {
  const token = cursor.peek();
  const pattern = stringValue(cursor);
  const groups = capturingGroups(pattern);
  if (groups > 1) throw cursor.unsupported("more than one group in a pattern to extract", token);
  return [pattern, groups];
};

const capturingGroups = (pattern: string): number => {
  const withoutEscapesAndClasses = pattern.replace(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]/g, "");
  return withoutEscapesAndClasses.match(/\((?!\?)|\(\?P?</g)?.length ?? 0;
};

export const regularExpressionForms: ReadonlyMap<string, Rule> = new Map([
  ["regexp_extract", extraction("bq_regexp_extract")],
  ["regexp_extract_all", extraction("regexp_extract_all")],
]);

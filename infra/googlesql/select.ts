import type { Cursor, Rule } from "./cursor.ts";
import { from } from "./from.ts";
import { columnName, optionalAlias, quoteName } from "./names.ts";
import { namedWindows } from "./windows.ts";

interface Item {
  readonly text: string;
  /** The quoted alias in lower case, because names are case-insensitive. */
  readonly alias?: string;
  readonly value?: string;
  readonly isStar?: true;
}

export const select: Rule = (cursor) => {
  cursor.expectWords("select");
  const distinct = cursor.skipWords("distinct");
  if (!distinct) cursor.skipWords("all");
  if (cursor.atWords("as")) throw cursor.unsupported("SELECT AS STRUCT or VALUE");
  const items = selectList(cursor);
  const pieces = [`SELECT ${distinct ? "DISTINCT " : ""}${items.map(({ text }) => text).join(", ")}`];
  if (cursor.skipWords("from")) pieces.push(`FROM ${from(cursor)}`);
  if (cursor.skipWords("where")) pieces.push(`WHERE ${cursor.expression()}`);
  const grouped = cursor.skipWords("group", "by");
  if (grouped) pieces.push(`GROUP BY ${groupBy(cursor, items)}`);
  if (cursor.skipWords("having")) pieces.push(`HAVING ${cursor.expression()}`);
  // In a grouped query, columns outside the keys are not visible, and DuckDB resolves the alias too.
  if (!grouped) cursor.aliases = selectAliases(items);
  const qualify = cursor.skipWords("qualify") ? [`QUALIFY ${cursor.expression()}`] : [];
  if (cursor.skipWords("window")) pieces.push(`WINDOW ${namedWindows(cursor)}`);
  // DuckDB expects WINDOW before QUALIFY.
  return [...pieces, ...qualify].join(" ");
};

const selectAliases = (items: readonly Item[]): ReadonlyMap<string, string> =>
  new Map(
    items.flatMap(({ alias, value }) => (alias === undefined || value === undefined ? [] : [[alias, value]])),
  );

const selectList = (cursor: Cursor): Item[] => {
  const items = [selectItem(cursor)];
  while (cursor.skipSymbol(",")) {
    // GoogleSQL allows a comma after the last item.
    if (cursor.atWords("from") || cursor.atSymbol(")") || cursor.peek().kind === "end") break;
    items.push(selectItem(cursor));
  }
  return items;
};

const selectItem = (cursor: Cursor): Item => {
  if (cursor.skipSymbol("*")) return { text: `*${starChanges(cursor)}`, isStar: true };
  if (cursor.atSymbol(".", 1) && cursor.atSymbol("*", 2)) {
    const table = columnName(cursor);
    cursor.expectSymbol(".");
    cursor.expectSymbol("*");
    return { text: `${table}.*${starChanges(cursor)}`, isStar: true };
  }
  const text = cursor.expression();
  const alias = optionalAlias(cursor);
  return alias === undefined
    ? { text }
    : { text: `${text} AS ${quoteName(alias)}`, alias: quoteName(alias).toLowerCase(), value: text };
};

const starChanges: Rule = (cursor) => {
  let text = "";
  if (cursor.atSymbol("(", 1) && cursor.skipWords("except")) {
    text += ` EXCLUDE (${cursor.parenthesised((inner) => inner.list(columnName)).join(", ")})`;
  }
  if (cursor.atSymbol("(", 1) && cursor.skipWords("replace")) {
    text += ` REPLACE (${cursor.parenthesised((inner) => inner.list(replacement)).join(", ")})`;
  }
  return text;
};

const replacement: Rule = (cursor) => {
  const value = cursor.expression();
  cursor.expectWords("as");
  return `${value} AS ${columnName(cursor)}`;
};

const groupBy = (cursor: Cursor, items: readonly Item[]): string => {
  const key: Rule = (inner) => groupingKey(inner, items);
  const set: Rule = (inner) => {
    if (!inner.atSymbol("(")) return key(inner);
    return inner.parenthesised((keys) => `(${keys.atSymbol(")") ? "" : keys.list(key).join(", ")})`);
  };
  const sets: Rule = (inner) => inner.parenthesised((all) => `(${all.list(set).join(", ")})`);
  if (cursor.skipWords("grouping", "sets")) return `GROUPING SETS ${sets(cursor)}`;
  if (cursor.skipWords("rollup")) return `ROLLUP ${sets(cursor)}`;
  if (cursor.skipWords("cube")) return `CUBE ${sets(cursor)}`;
  return cursor.list(key).join(", ");
};

/**
 * A name that is both an alias and a source column refers to the alias in GoogleSQL and to the column in DuckDB.
 * The position in the select list is unambiguous.
 */
const groupingKey = (cursor: Cursor, items: readonly Item[]): string => {
  const { kind } = cursor.peek();
  const after = cursor.peek(1);
  const isBareName = (kind === "word" || kind === "quoted") && !["(", ".", "["].includes(after.text);
  if (!isBareName) return cursor.expression();
  const text = cursor.expression();
  const position = items.findIndex(({ alias }) => alias === text.toLowerCase());
  const isKnown = position >= 0 && !items.slice(0, position).some(({ isStar }) => isStar === true);
  return isKnown ? String(position + 1) : text;
};

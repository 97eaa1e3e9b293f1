import type { Cursor, Rule } from "./cursor.ts";
import { columnName, optionalAlias, quoteName, tableName } from "./names.ts";

/** `a join b on …, c` */
export const from: Rule = (cursor) => cursor.list(joinedTables).join(", ");

const joinedTables: Rule = (cursor) => {
  let text = source(cursor);
  for (let join = joinWords(cursor); join !== undefined; join = joinWords(cursor)) {
    const isUnnest = cursor.atWords("unnest");
    text += ` ${join} ${source(cursor)}${condition(cursor, join, isUnnest)}`;
  }
  return text;
};

const joinWords = (cursor: Cursor): string | undefined => {
  if (cursor.skipWords("cross", "join")) return "CROSS JOIN";
  if (cursor.skipWords("join") || cursor.skipWords("inner", "join")) return "JOIN";
  const outer = ["left", "right", "full"].find(
    (word) => cursor.skipWords(word, "join") || cursor.skipWords(word, "outer", "join"),
  );
  return outer === undefined ? undefined : `${outer.toUpperCase()} JOIN`;
};

const condition = (cursor: Cursor, join: string, isUnnest: boolean): string => {
  if (join === "CROSS JOIN") return "";
  if (cursor.skipWords("on")) return ` ON ${cursor.expression()}`;
  if (cursor.skipWords("using")) {
    return ` USING (${cursor.parenthesised((inner) => inner.list(columnName)).join(", ")})`;
  }
  // GoogleSQL needs no condition to join an array of the same row.
  if (isUnnest) return " ON TRUE";
  throw cursor.unexpected("ON or USING");
};

const source: Rule = (cursor) => {
  if (cursor.atWords("unnest") && cursor.atSymbol("(", 1)) return unnest(cursor);
  if (cursor.atParenthesisedQuery()) {
    return `(${cursor.parenthesised((inner) => inner.query())})${aliased(cursor)}`;
  }
  if (cursor.atSymbol("(")) return `(${cursor.parenthesised(joinedTables)})`;
  const name = tableName(cursor);
  if (cursor.atSymbol("(")) throw cursor.unsupported(`table function ${name}`);
  return name + aliased(cursor);
};

const aliased = (cursor: Cursor): string => {
  const operator = ["pivot", "unpivot", "tablesample", "match_recognize"].find((word) =>
    cursor.atWords(word),
  );
  if (operator !== undefined && !cursor.atWords("as")) throw cursor.unsupported(operator.toUpperCase());
  const alias = optionalAlias(cursor);
  return alias === undefined ? "" : ` AS ${quoteName(alias)}`;
};

/** The alias names the element in GoogleSQL, but the table around it in DuckDB. */
const unnest: Rule = (cursor) => {
  cursor.expectWords("unnest");
  const array = cursor.parenthesised((inner) => inner.expression());
  const alias = optionalAlias(cursor);
  if (cursor.atWords("with", "offset")) throw cursor.unsupported("UNNEST WITH OFFSET");
  const ofStructs = array.startsWith("[{");
  if (ofStructs) {
    const rows = `(SELECT UNNEST(${array}, max_depth := 2))`;
    return alias === undefined ? rows : `${rows} AS ${quoteName(alias)}`;
  }
  if (alias === undefined) return `UNNEST(${array})`;
  return `UNNEST(${array}) AS ${quoteName(`of_${alias}`)}(${quoteName(alias)})`;
};

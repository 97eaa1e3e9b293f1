import type { Cursor, Rule } from "./cursor.ts";
import type { Token } from "./lexer.ts";

/** Always quoted, because a name may be a keyword in DuckDB only. */
export const quoteName = (name: string): string => `"${name}"`;

export const columnName: Rule = (cursor) => quoteName(identifier(cursor));

/** The name without its backticks. */
export const identifier = (cursor: Cursor): string => {
  const token = cursor.take();
  if (token.kind === "word" && !reserved.has(token.text.toLowerCase())) return token.text;
  if (token.kind === "quoted") return unquoted(cursor, token);
  const found = token.kind === "end" ? "the end" : token.text;
  throw cursor.unsupported(`${found} where a name was expected`, token);
};

/** After a dot, reserved words are names too. */
export const fieldName: Rule = (cursor) => {
  if (cursor.peek().kind === "word") return quoteName(cursor.take().text);
  return columnName(cursor);
};

const unquoted = (cursor: Cursor, token: Token): string => {
  const name = token.text.slice(1, -1);
  if (/["\\]|[^\P{Cc}]/u.test(name)) throw cursor.unsupported(`quoted name ${token.text}`, token);
  return name;
};

/** `as name` or `name`. */
export const optionalAlias = (cursor: Cursor): string | undefined => {
  if (cursor.skipWords("as")) return identifier(cursor);
  const { kind, text } = cursor.peek();
  const isName = kind === "quoted" || (kind === "word" && !reserved.has(text.toLowerCase()));
  return isName ? identifier(cursor) : undefined;
};

/** `table` or `dataset.table`, with backticks around the whole or around each part. */
export const tableName: Rule = (cursor) => {
  const token = cursor.peek();
  const parts = identifier(cursor).split(".");
  while (cursor.skipSymbol(".")) parts.push(...identifier(cursor).split("."));
  const name = parts.join(".");
  if (parts.length > 2) throw cursor.unsupported(`table name of more than two parts: ${name}`, token);
  const isPlain = parts.every((part) => /^[A-Za-z_]\w*$/.test(part));
  if (!isPlain || duckDbOwn.test(name) || fileLike.test(name))
    throw cursor.unsupported(`table ${name}`, token);
  cursor.tables.push({ name, start: token.offset, end: cursor.taken });
  return parts.map(quoteName).join(".");
};

// DuckDB's own catalogues and schemas.
const duckDbOwn =
  /^(?:information_schema|pg_catalog|main|temp|system)(?:\.|$)|(?:^|\.)(?:duckdb|pragma|sqlite|pg)_/i;

// DuckDB reads `from reports.csv` from the file of that name if no such table exists.
const fileLike =
  /\.(?:csv|tsv|txt|parquet|json|jsonl|ndjson|geojson|xlsx|avro|arrow|arrows|ipc|feather|vortex|shp|gpkg|fgb|db|duckdb|gz|zst|zip)$/i;

export const isReserved = (word: string): boolean => reserved.has(word.toLowerCase());

const reserved: ReadonlySet<string> = new Set(
  `all and any array as asc assert_rows_modified at between by case cast collate contains create cross cube current
  default define desc distinct else end enum escape except exclude exists extract false fetch following for from full
  group grouping groups hash having if ignore in inner intersect interval into is join lateral left like limit lookup
  merge natural new no not null nulls of on or order outer over partition preceding proto qualify range recursive
  respect right rollup rows select set some struct tablesample then to treat true unbounded union unnest using when
  where window with within`.split(/\s+/),
);

import type { Feed } from "../../shared/contracts/feed.ts";
import { significant, type Token } from "./lexer.ts";
import { locateStatements } from "./statements.ts";

/**
 * Throws unless the SQL beside a contract writes its feed's own table and reads what the contract declares. It is code
 * of whoever wrote the contract, and it runs with the rights of cleaning, which writes every clean table.
 */
export const assertFeedsSql = (feeds: readonly Feed[]): readonly Feed[] => {
  for (const feed of feeds) if (feed.sql !== undefined) assertFeedSql(feed, feed.sql);
  return feeds;
};

const assertFeedSql = ({ name, table, reads = [] }: Feed, sql: string): void => {
  const own = `clean.${name}`.toLowerCase();
  const temporary = new Set<string>();
  for (const { text, offset } of locateStatements(sql)) {
    const refuse = (what: string, remedy: string): never => {
      const line = sql.slice(0, offset).split("\n").length;
      throw new Error(`${name}.sql:${line}: ${what}. Nothing was run. ${remedy}`);
    };
    const tokens = significant(text).map(plain);
    const writes = writtenTable(tokens);
    if (writes === undefined)
      refuse(
        `a statement that begins with "${tokens.slice(0, 3).join(" ")}" is not allowed`,
        `Allowed are CREATE TABLE IF NOT EXISTS, ALTER TABLE … ADD COLUMN IF NOT EXISTS, DELETE FROM, INSERT INTO, UPDATE and MERGE INTO ${own}, and CREATE TEMP TABLE`,
      );
    else if (writes.isTemporary) temporary.add(writes.table);
    else if (writes.table !== own && !temporary.has(writes.table))
      refuse(`it writes ${writes.table}`, `It may write ${own} only`);
    const readable = [own, table, ...reads, ...temporary, ...commonTables(tokens)].map((one) =>
      one.toLowerCase(),
    );
    for (const read of readTables(tokens))
      if (!readable.includes(read))
        refuse(`it reads ${read}`, `Declare it in the contract: { property: reads, value: [${read}] }`);
  }
};

/** A quoted path is a path, and case does not matter. */
const plain = ({ kind, text }: Token): string =>
  kind === "quoted" ? text.slice(1, -1).toLowerCase() : kind === "word" ? text.toLowerCase() : text;

const openings: readonly (readonly string[])[] = [
  ["create", "table", "if", "not", "exists"],
  ["delete", "from"],
  ["insert", "into"],
  ["merge", "into"],
  ["update"],
];

/** The table that a statement writes; undefined for a statement that may not stand there. */
const writtenTable = (
  tokens: readonly string[],
): { readonly table: string; readonly isTemporary: boolean } | undefined => {
  const starts = (words: readonly string[]) => words.every((word, index) => tokens[index] === word);
  for (const words of [
    ["create", "temp", "table"],
    ["create", "temporary", "table"],
  ])
    if (starts(words)) return { table: pathAt(tokens, words.length).path, isTemporary: true };
  if (starts(["alter", "table"])) {
    const { path, end } = pathAt(tokens, 2);
    const isAddition = tokens.slice(end, end + 5).join(" ") === "add column if not exists";
    return isAddition ? { table: path, isTemporary: false } : undefined;
  }
  const opening = openings.find(starts);
  return opening && { table: pathAt(tokens, opening.length).path, isTemporary: false };
};

/** `raw.sales` from the tokens `raw`, `.`, `sales`. */
const pathAt = (tokens: readonly string[], from: number): { readonly path: string; readonly end: number } => {
  let [path, end] = [tokens[from] ?? "", from + 1];
  while (tokens[end] === ".") {
    path += `.${tokens[end + 1] ?? ""}`;
    end += 2;
  }
  return { path, end };
};

const commonTables = (tokens: readonly string[]): readonly string[] =>
  tokens.flatMap((token, index) =>
    tokens[index + 1] === "as" &&
    tokens[index + 2] === "(" &&
    /^(with|recursive|,)$/.test(tokens[index - 1] ?? "")
      ? [token]
      : [],
  );

/** Datasets by name: a path that begins with one of them is a table, wherever it stands. */
const dataset =
  /^(raw|clean|metrics|features|predictions|insights|credit|loyalty|ops|_\w+|information_schema|pg_\w+|main|temp|system)\./;

/** All tables behind FROM, JOIN and USING, and all paths that begin with the name of a dataset. */
const readTables = (tokens: readonly string[]): readonly string[] =>
  tokens.flatMap((token, index) => {
    const before = tokens[index - 1] ?? "";
    const { path } = pathAt(tokens, index);
    if (before === ".") return [];
    if (dataset.test(path)) return [path];
    const isTable = ["from", "join", "using"].includes(before) && !["(", "unnest", "select"].includes(token);
    return isTable && !isExtract(tokens, index - 1) ? [path] : [];
  });

/** The FROM of `extract(day from d)` and `trim(x from y)` names no table. */
const isExtract = (tokens: readonly string[], from: number): boolean =>
  tokens[from] === "from" && tokens[from - 2] === "(" && tokens[from - 3] === "extract";

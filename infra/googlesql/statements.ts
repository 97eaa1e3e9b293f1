import { lex, significant, type Token } from "./lexer.ts";

export interface Statement {
  readonly text: string;
  /** Where the text starts in the script. */
  readonly offset: number;
}

/** The statements of a script, without semicolons and without pieces that contain only comments. */
export const splitStatements = (script: string): string[] => locateStatements(script).map(({ text }) => text);

export const locateStatements = (script: string): Statement[] => {
  const statements: Statement[] = [];
  let start = 0;
  let hasMeaning = false;
  const endAt = (end: number): void => {
    const piece = script.slice(start, end);
    const offset = start + piece.length - piece.trimStart().length;
    if (hasMeaning) statements.push({ text: piece.trim(), offset });
    hasMeaning = false;
  };
  for (const token of lex(script)) {
    if (isSymbol(token, ";")) {
      endAt(token.offset);
      start = token.offset + 1;
    } else if (token.kind !== "space" && token.kind !== "comment") {
      hasMeaning = true;
    }
  }
  endAt(script.length);
  return statements;
};

/** The parameter names without @, in order of first use. */
export const parameterNames = (statement: string): string[] => {
  const parameters = significant(statement).filter(({ kind }) => kind === "parameter");
  return [...new Set(parameters.map(({ text }) => text.slice(1)))];
};

/** CREATE (other than TEMP) and ALTER, which cannot be part of a BigQuery transaction. */
export const isDefinition = (statement: string): boolean => {
  const words = significant(statement)
    .slice(0, 4)
    .map(({ text }) => text.toLowerCase());
  if (words[0] === "alter") return true;
  return words[0] === "create" && !words.includes("temp") && !words.includes("temporary");
};

export interface RenamedColumn {
  /** `dataset.table` */
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** ALTER TABLE IF EXISTS … RENAME COLUMN IF EXISTS … TO …, which renames what only older tables have. */
export const renamedColumn = (statement: string): RenamedColumn | undefined => {
  const text = significant(statement)
    .map((token) => token.text)
    .join(" ");
  const [, table, from, to] =
    /^alter table if exists (\w+ \. \w+) rename column if exists (\w+) to (\w+)$/i.exec(text) ?? [];
  if (table === undefined || from === undefined || to === undefined) return undefined;
  return { table: table.replaceAll(" ", ""), from, to };
};

/** Whether the text is exactly one query. In GoogleSQL a statement that starts with SELECT or WITH cannot write. */
export const isReadOnly = (statement: string): boolean => {
  if (locateStatements(statement).length !== 1) return false;
  const tokens = significant(statement);
  let index = skipOpening(tokens, 0);
  if (isWord(tokens[index], "with")) index = skipOpening(tokens, afterCommonTables(tokens, index + 1));
  return isWord(tokens[index], "select");
};

const skipOpening = (tokens: readonly Token[], from: number): number => {
  let index = from;
  while (isSymbol(tokens[index], "(")) index += 1;
  return index;
};

/** `name as (…), name as (…)`: the index after the last closing parenthesis. */
const afterCommonTables = (tokens: readonly Token[], from: number): number => {
  let index = isWord(tokens[from], "recursive") ? from + 1 : from;
  while (isWord(tokens[index + 1], "as") && isSymbol(tokens[index + 2], "(")) {
    index = afterGroup(tokens, index + 2);
    if (!isSymbol(tokens[index], ",")) break;
    index += 1;
  }
  return index;
};

const afterGroup = (tokens: readonly Token[], opening: number): number => {
  let depth = 0;
  for (let index = opening; index < tokens.length; index += 1) {
    if (isSymbol(tokens[index], "(")) depth += 1;
    if (isSymbol(tokens[index], ")")) depth -= 1;
    if (depth === 0) return index + 1;
  }
  return tokens.length;
};

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === "word" && token.text.toLowerCase() === word;

const isSymbol = (token: Token | undefined, symbol: string): boolean =>
  token?.kind === "symbol" && token.text === symbol;

import { lex, type Token } from "../googlesql/lexer.ts";

/**
 * Puts the deployment's prefix before the dataset of every two-part table name. Table names are known by
 * where they stand, so strings, comments, columns and aliases are left alone.
 */
export const withDatasetPrefix = (sql: string, prefix: string): string => {
  if (prefix === "") return sql;
  const tokens = lex(sql);
  const meaning = tokens.filter(({ kind }) => kind !== "space" && kind !== "comment");
  const datasets = new Set(datasetTokens(meaning));
  return tokens.map((token) => (datasets.has(token) ? prefixed(token, prefix) : token.text)).join("");
};

const prefixed = ({ kind, text }: Token, prefix: string): string =>
  kind === "quoted" ? `\`${prefix}${text.slice(1)}` : `${prefix}${text}`;

/** One level of parentheses. */
interface Level {
  /** After its FROM, a comma is followed by the next table. */
  isFromList: boolean;
  readonly isExtract: boolean;
}

interface Scan {
  readonly levels: Level[];
  /** What the next name is a name of. */
  awaited: "table" | "schema" | undefined;
}

const datasetTokens = (tokens: readonly Token[]): Token[] => {
  const scan: Scan = { levels: [{ isFromList: false, isExtract: false }], awaited: undefined };
  return tokens.filter((token, index) => {
    if (token.kind === "word" && tokens[index - 1]?.text !== ".") return readWord(scan, tokens, index);
    if (token.kind === "quoted") return readName(scan, tokens, index);
    readSymbol(scan, token, tokens[index - 1]);
    return false;
  });
};

const readSymbol = (scan: Scan, { text }: Token, before: Token | undefined): void => {
  const { levels, awaited } = scan;
  if (text === "(") {
    levels.push({ isFromList: awaited === "table", isExtract: before?.text.toLowerCase() === "extract" });
    return;
  }
  if (text === ")") levels.pop();
  scan.awaited = text === "," && levels.at(-1)?.isFromList ? "table" : undefined;
};

/** Answers whether the word is a dataset's name. */
const readWord = (scan: Scan, tokens: readonly Token[], index: number): boolean => {
  const word = tokens[index]?.text.toLowerCase() ?? "";
  const level = scan.levels.at(-1);
  if (scan.awaited && between.has(word)) return false;
  if (endsFromList.has(word) && level) level.isFromList = false;
  const opened = openedBy(word, tokens[index - 1], level);
  if (opened === undefined) return readName(scan, tokens, index);
  if (word === "from" && level) level.isFromList = true;
  scan.awaited = opened;
  return false;
};

/** FROM also stands in `extract(year from …)` and `is distinct from …`. */
const openedBy = (word: string, before: Token | undefined, level: Level | undefined) => {
  if (word === "schema") return "schema";
  if (!beforeTable.has(word)) return undefined;
  const isOperator = word === "from" && (level?.isExtract || before?.text.toLowerCase() === "distinct");
  return isOperator ? undefined : "table";
};

const beforeTable = new Set("from join into table update insert delete merge using".split(" "));
const between = new Set("from into if not exists table".split(" "));
const endsFromList = new Set(
  "select where group having qualify window order limit union except intersect set values".split(" "),
);

const readName = (scan: Scan, tokens: readonly Token[], at: number): boolean => {
  const { awaited } = scan;
  scan.awaited = undefined;
  if (awaited === undefined) return false;
  const parts = namesOf(tokens[at]);
  for (let dot = at + 1; tokens[dot]?.text === "."; dot += 2) parts.push(...namesOf(tokens[dot + 1]));
  const expected = awaited === "schema" ? 1 : 2;
  if (parts.length > expected)
    throw new Error(`${parts.join(".")}: a name with a project in it cannot be given a dataset prefix`);
  return parts.length === expected;
};

const namesOf = (token: Token | undefined): string[] => {
  if (!token) return [];
  return token.kind === "quoted" ? token.text.slice(1, -1).split(".") : [token.text];
};

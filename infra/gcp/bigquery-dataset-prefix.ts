import { lex, type Token } from "../googlesql/lexer.ts";

/**
 * Adds the deployment's prefix to the dataset of every two-part table name. Table names are recognised by
 * their position in the statement, so strings, comments, columns and aliases stay unchanged.
 */
export const withDatasetPrefix = (sql: string, prefix: string): string => {
  if (prefix === "") return sql;
  const tokens = lex(sql);
  const significant = tokens.filter(({ kind }) => kind !== "space" && kind !== "comment");
  const datasets = new Set(datasetTokens(significant));
  return tokens.map((token) => (datasets.has(token) ? prefixed(token, prefix) : token.text)).join("");
};

const prefixed = ({ kind, text }: Token, prefix: string): string =>
  kind === "quoted" ? `\`${prefix}${text.slice(1)}` : `${prefix}${text}`;

/** One level of parentheses. */
interface Level {
  /** In a FROM list, a table follows each comma. */
  isFromList: boolean;
  readonly isExtract: boolean;
}

interface Scan {
  readonly levels: Level[];
  /** What the next name refers to. */
  expected: "table" | "schema" | undefined;
}

const datasetTokens = (tokens: readonly Token[]): Token[] => {
  const scan: Scan = { levels: [{ isFromList: false, isExtract: false }], expected: undefined };
  return tokens.filter((token, index) => {
    if (token.kind === "word" && tokens[index - 1]?.text !== ".") return readWord(scan, tokens, index);
    if (token.kind === "quoted") return readName(scan, tokens, index);
    readSymbol(scan, token, tokens[index - 1]);
    return false;
  });
};

const readSymbol = (scan: Scan, { text }: Token, before: Token | undefined): void => {
  const { levels, expected } = scan;
  if (text === "(") {
    levels.push({ isFromList: expected === "table", isExtract: before?.text.toLowerCase() === "extract" });
    return;
  }
  if (text === ")") levels.pop();
  scan.expected = text === "," && levels.at(-1)?.isFromList ? "table" : undefined;
};

/** Returns whether the word names a dataset. */
const readWord = (scan: Scan, tokens: readonly Token[], index: number): boolean => {
  const word = tokens[index]?.text.toLowerCase() ?? "";
  const level = scan.levels.at(-1);
  if (scan.expected && optionalWords.has(word)) return false;
  if (endsFromList.has(word) && level) level.isFromList = false;
  const opened = openedBy(word, tokens[index - 1], level);
  if (opened === undefined) return readName(scan, tokens, index);
  if (word === "from" && level) level.isFromList = true;
  scan.expected = opened;
  return false;
};

/** FROM is not followed by a table in `extract(year from …)` and `is distinct from …`. */
const openedBy = (word: string, before: Token | undefined, level: Level | undefined) => {
  if (word === "schema") return "schema";
  if (!beforeTable.has(word)) return undefined;
  const isOperator = word === "from" && (level?.isExtract || before?.text.toLowerCase() === "distinct");
  return isOperator ? undefined : "table";
};

const beforeTable = new Set("from join into table update insert delete merge using".split(" "));
const optionalWords = new Set("from into if not exists table".split(" "));
const endsFromList = new Set(
  "select where group having qualify window order limit union except intersect set values".split(" "),
);

const readName = (scan: Scan, tokens: readonly Token[], at: number): boolean => {
  const { expected } = scan;
  scan.expected = undefined;
  if (expected === undefined) return false;
  const parts = nameParts(tokens[at]);
  for (let dot = at + 1; tokens[dot]?.text === "."; dot += 2) parts.push(...nameParts(tokens[dot + 1]));
  const partsNeeded = expected === "schema" ? 1 : 2;
  if (parts.length > partsNeeded)
    throw new Error(`${parts.join(".")}: a table name with a project cannot take a dataset prefix`);
  return parts.length === partsNeeded;
};

const nameParts = (token: Token | undefined): string[] => {
  if (!token) return [];
  return token.kind === "quoted" ? token.text.slice(1, -1).split(".") : [token.text];
};

import { lex, type Token } from "../../../infra/googlesql/lexer.ts";

/** The effect of a statement on a table, as a query that both engines can run. */
export interface Body {
  readonly does: "answer" | "define" | "insert" | "replace" | "keep";
  /** The table that the rows go to; none for a plain query. */
  readonly table: string;
  /** The columns of an INSERT, in the order of the query's. */
  readonly columns: readonly string[];
  readonly query: string;
}

/**
 * The reference engine runs queries only; it has no DELETE or MERGE and aborts on some INSERT statements. So INSERT and
 * CREATE … AS become their query, and DELETE and UPDATE become a query of the rows that they leave.
 */
export const bodyOf = (statement: string): Body => {
  const tokens = lex(statement).filter(({ kind }) => kind !== "space" && kind !== "comment");
  const words = tokens.slice(0, 5).map(({ text }) => text.toLowerCase());
  if (words[0] === "select" || words[0] === "with" || words[0] === "(") {
    return { does: "answer", table: "", columns: [], query: statement };
  }
  if (words[0] === "insert") return insertion(statement, tokens);
  if (words[0] === "create" && words.includes("table")) return creation(statement, tokens);
  if (words[0] === "delete") return deletion(statement, tokens);
  if (words[0] === "update") return change(statement, tokens);
  throw new Error(`no query can stand for the statement "${statement.slice(0, 60)}"`);
};

const insertion = (statement: string, tokens: readonly Token[]): Body => {
  const [table, after] = tableFrom(tokens, tokens[1]?.text.toLowerCase() === "into" ? 2 : 1);
  if (tokens[after]?.text !== "(") throw new Error(`INSERT into ${table} does not name its columns`);
  const end = tokens.findIndex(({ text }) => text === ")");
  const columns = tokens.slice(after + 1, end).flatMap(({ text }) => (text === "," ? [] : [text]));
  return { does: "insert", table, columns, query: textFrom(statement, tokens[end + 1]) };
};

const creation = (statement: string, tokens: readonly Token[]): Body => {
  const words = tokens.slice(0, 6).map(({ text }) => text.toLowerCase());
  const [table] = tableFrom(
    tokens,
    tokens.findIndex(isWord(words.includes("exists") ? "exists" : "table")) + 1,
  );
  const as = tokens.findIndex(isWord("as"));
  if (as === -1) return { does: "define", table, columns: [], query: "" };
  return { does: "replace", table, columns: [], query: textFrom(statement, tokens[as + 1]) };
};

const deletion = (statement: string, tokens: readonly Token[]): Body => {
  const [table, after] = tableFrom(tokens, 2);
  if (!isWord("where")(tokens[after])) throw new Error(`DELETE from ${table} with an alias is not read here`);
  const condition = textFrom(statement, tokens[after + 1]);
  return {
    does: "keep",
    table,
    columns: [],
    // Conditions may call the table by the second part of its name.
    query: `select * from ${table} as ${table.split(".").at(-1)} where (${condition}\n) is not true`,
  };
};

/** The table with the new value in the one column that is set, where the condition holds. */
const change = (statement: string, tokens: readonly Token[]): Body => {
  const [table, set] = tableFrom(tokens, 1);
  const column = tokens[set + 1]?.text ?? "";
  const where = tokens.findIndex(isWord("where"));
  const isRead = isWord("set")(tokens[set]) && tokens[set + 2]?.text === "=" && where > set;
  const value = tokens.slice(set + 3, where);
  if (!isRead || value.some(({ text }) => text === "," || text === "(")) {
    throw new Error(`UPDATE ${table} is read here with one column, SET ${column} = …, and a WHERE`);
  }
  const newValue = statement.slice(value[0]?.offset, tokens[where]?.offset);
  const condition = textFrom(statement, tokens[where + 1]);
  return {
    does: "keep",
    table,
    columns: [],
    query: `select * replace (if((${condition}\n), ${newValue}, ${column}) as ${column}) from ${table}`,
  };
};

const tableFrom = (tokens: readonly Token[], start: number): [name: string, after: number] => {
  const isTwoPart = tokens[start + 1]?.text === ".";
  const after = start + (isTwoPart ? 3 : 1);
  return [
    tokens
      .slice(start, after)
      .map(({ text }) => text)
      .join(""),
    after,
  ];
};

const textFrom = (statement: string, token: Token | undefined): string => {
  if (token === undefined) throw new Error(`"${statement.slice(0, 60)}" has no query`);
  return statement.slice(token.offset);
};

const isWord =
  (word: string) =>
  (token: Token | undefined): boolean =>
    token?.kind === "word" && token.text.toLowerCase() === word;

/** `clean.lines` as `clean__lines`: the reference engine finds no tables within datasets. */
export const withoutDatasets = (query: string, tables: readonly string[]): string => {
  const tokens = lex(query);
  return tokens
    .map(({ text }, index) => {
      const [before, after] = [tokens[index - 1], tokens[index + 1]];
      const isDot = text === "." && before?.kind === "word" && after?.kind === "word";
      return isDot && tables.includes(`${before.text}.${after.text}`) ? "__" : text;
    })
    .join("");
};

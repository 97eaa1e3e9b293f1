import { significant, type Token, type UnsupportedSql, unsupportedAt } from "./lexer.ts";

/** Reads one GoogleSQL construct at the cursor and returns its DuckDB text. */
export type Rule = (cursor: Cursor) => string;

/** The two rules that all others may contain. They are passed in, so that the files do not import one another. */
export interface Grammar {
  readonly expression: Rule;
  readonly query: Rule;
}

export interface TableMention {
  /** `table` or `dataset.table`, without backticks. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A position among the tokens of a statement. A token that no rule reads is refused with its position. */
export class Cursor {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  readonly #grammar: Grammar;
  #index = 0;

  /**
   * The aliases of the select list and their expressions. In the clauses after the list GoogleSQL resolves such a name
   * to the alias even if a column has the same name; DuckDB resolves it to the column.
   */
  aliases: ReadonlyMap<string, string> = new Map();

  /** The tables that were read so far, with their place in the source. */
  readonly tables: TableMention[] = [];

  constructor(source: string, grammar: Grammar) {
    this.#source = source;
    this.#tokens = significant(source);
    this.#grammar = grammar;
  }

  expression(): string {
    return this.#grammar.expression(this);
  }

  query(): string {
    return this.#grammar.query(this);
  }

  peek(ahead = 0): Token {
    const end: Token = { kind: "end", text: "", offset: this.#source.length };
    return this.#tokens[this.#index + ahead] ?? end;
  }

  take(): Token {
    const token = this.peek();
    this.#index += 1;
    return token;
  }

  /** Where the token before this position ends. */
  get taken(): number {
    const before = this.#tokens[this.#index - 1];
    return before === undefined ? 0 : before.offset + before.text.length;
  }

  /** Whether these words come next, in this order. */
  atWords(...words: readonly string[]): boolean {
    return words.every((word, ahead) => {
      const token = this.peek(ahead);
      return token.kind === "word" && token.text.toLowerCase() === word;
    });
  }

  atSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "symbol" && token.text === symbol;
  }

  atQuery(): boolean {
    return this.atWords("select") || this.atWords("with");
  }

  /** Whether a query in any number of parentheses comes next. */
  atParenthesisedQuery(): boolean {
    let ahead = 0;
    while (this.atSymbol("(", ahead)) ahead += 1;
    const { kind, text } = this.peek(ahead);
    return ahead > 0 && kind === "word" && /^(?:select|with)$/i.test(text);
  }

  /** Skips the words if they come next. */
  skipWords(...words: readonly string[]): boolean {
    const found = this.atWords(...words);
    if (found) this.#index += words.length;
    return found;
  }

  skipSymbol(symbol: string): boolean {
    const found = this.atSymbol(symbol);
    if (found) this.#index += 1;
    return found;
  }

  expectWords(...words: readonly string[]): void {
    if (!this.skipWords(...words)) throw this.unexpected(words.join(" ").toUpperCase());
  }

  expectSymbol(symbol: string): void {
    if (!this.skipSymbol(symbol)) throw this.unexpected(symbol);
  }

  /** `one, two, three` */
  list<T>(one: (cursor: Cursor) => T): T[] {
    const found = [one(this)];
    while (this.skipSymbol(",")) found.push(one(this));
    return found;
  }

  /** `( … )` */
  parenthesised<T>(inner: (cursor: Cursor) => T): T {
    this.expectSymbol("(");
    const found = inner(this);
    this.expectSymbol(")");
    return found;
  }

  /** Skips a balanced `( … )` without reading it. */
  skipGroup(): void {
    this.expectSymbol("(");
    while (!this.atSymbol(")")) {
      if (this.atSymbol("(")) this.skipGroup();
      else if (this.take().kind === "end") throw this.unexpected(")");
    }
    this.expectSymbol(")");
  }

  unexpected(wanted?: string): UnsupportedSql {
    const { kind, text } = this.peek();
    const found = kind === "end" ? "the end" : text;
    return this.unsupported(wanted === undefined ? found : `${found} where ${wanted} was expected`);
  }

  unsupported(construct: string, at: Token = this.peek()): UnsupportedSql {
    return unsupportedAt(construct, this.#source, at.offset);
  }
}

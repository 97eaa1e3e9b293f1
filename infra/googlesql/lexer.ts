export interface Token {
  readonly kind: keyof typeof patterns | "end";
  readonly text: string;
  /** Where the token starts in the source. */
  readonly offset: number;
}

/** Every character belongs to exactly one token. Throws only for a string or comment without an end. */
export const lex = (source: string): readonly Token[] => {
  const tokens: Token[] = [];
  for (let offset = 0; offset < source.length; ) {
    const token = tokenAt(source, offset);
    tokens.push(token);
    offset += token.text.length;
  }
  return tokens;
};

/** The tokens without spaces and comments. */
export const significant = (source: string): readonly Token[] =>
  lex(source).filter((token) => token.kind !== "space" && token.kind !== "comment");

const tokenAt = (source: string, offset: number): Token => {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = offset;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { kind, text, offset };
  }
  throw unsupportedAt(`${source.slice(offset, offset + 2)} without its end`, source, offset);
};

/** A construct without a proven equivalent in DuckDB. The message names it and its line:column. */
export class UnsupportedSql extends Error {
  override readonly name = "UnsupportedSql";
}

export const unsupportedAt = (construct: string, source: string, offset: number): UnsupportedSql => {
  const before = source.slice(0, offset).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return new UnsupportedSql(`unsupported SQL at ${before.length}:${column}: ${construct}`);
};

// A backslash always includes the next character, even in raw strings: r'\'' is one string.
const strings = [
  /'''(?:[^\\]|\\[\s\S])*?'''/,
  /"""(?:[^\\]|\\[\s\S])*?"""/,
  /'(?:[^'\\\n]|\\[\s\S])+'|''(?!')/,
  /"(?:[^"\\\n]|\\[\s\S])+"|""(?!")/,
]
  .map((pattern) => pattern.source)
  .join("|");

// The order matters: comments come before the symbols they start with, prefixed strings before words.
const patterns = {
  space: /\s+/y,
  comment: /(?:--|#)[^\n]*|\/\*[\s\S]*?\*\//y,
  string: new RegExp(`(?:rb|br|r|b)?(?:${strings})`, "iy"),
  word: /[A-Za-z_]\w*/y,
  quoted: /`(?:[^`\\\n]|\\.)+`/y,
  number: /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y,
  parameter: /@[A-Za-z_]\w*/y,
  symbol: /@@\w*|<>|!=|<=|>=|\|\||(?!\/\*)[^'"`]/y,
};

const kinds = Object.entries(patterns) as [keyof typeof patterns, RegExp][];

import type { Expression } from "./rule-expression.ts";

const token = /\s*(?:(\d+(?:\.\d+)?)|'((?:[^']|'')*)'|([A-Za-z_]\w*)|(>=|<=|<>|!=|[-+*()=<>,]))/y;

const comparisons = ["=", "<>", "!=", "<", "<=", ">", ">="];
/** The functions, and how many arguments each takes. */
const functions: Readonly<Record<string, number>> = { abs: 1, length: 1, starts_with: 2 };
const deepest = 50;

type Token = { readonly kind: "number" | "text" | "word" | "sign" | "end"; readonly text: string };

/** Throws an error that says what is wrong with the text. */
export const parseRule = (text: string): Expression => new RuleReader(text).whole();

/** Reads a rule from left to right; each method reads what binds tighter than the one before it. */
class RuleReader {
  readonly #tokens: Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokens(text);
  }

  whole(): Expression {
    const expression = this.#either();
    const { kind, text } = this.#next();
    if (kind !== "end") throw new Error(`"${text}" is not expected there`);
    return expression;
  }

  #either(): Expression {
    if (++this.#depth > deepest) throw new Error("it is nested too deeply");
    const expression = this.#joined(["or"], () => this.#joined(["and"], () => this.#negated()));
    this.#depth--;
    return expression;
  }

  #negated(): Expression {
    if (!this.#skip("not")) return this.#compared();
    return { is: "not", of: this.#negated() };
  }

  #compared(): Expression {
    const left = this.#sum();
    if (this.#skip("is")) {
      const negated = this.#skip("not");
      this.#expect("null");
      return { is: "missing", of: left, negated };
    }
    const by = comparisons.find((sign) => this.#skip(sign));
    if (by === undefined) return left;
    return { is: "joined", by: by === "!=" ? "<>" : by, left, right: this.#sum() };
  }

  #sum(): Expression {
    return this.#joined(["+", "-"], () => this.#joined(["*"], () => this.#value()));
  }

  #value(): Expression {
    if (this.#skip("(")) {
      const inner = this.#either();
      this.#expect(")");
      return inner;
    }
    if (this.#skip("-")) return { is: "joined", by: "-", left: zero, right: this.#value() };
    const { kind, text } = this.#next();
    if (kind === "number" || kind === "text") return { is: kind, text };
    if (kind !== "word" || keywords.has(text.toLowerCase()))
      throw new Error(kind === "end" ? "it ends too early" : `"${text}" is not expected there`);
    return this.#skip("(") ? this.#call(text.toLowerCase()) : { is: "column", name: text };
  }

  #call(name: string): Expression {
    const count = functions[name];
    if (count === undefined)
      throw new Error(`${name}() is not known; known are ${Object.keys(functions).join(", ")}`);
    const given = [this.#either()];
    while (this.#skip(",")) given.push(this.#either());
    this.#expect(")");
    if (given.length !== count) throw new Error(`${name}() takes ${count}, not ${given.length} values`);
    return { is: "call", name, given };
  }

  #joined(signs: readonly string[], part: () => Expression): Expression {
    let left = part();
    for (let by = this.#anyOf(signs); by !== undefined; by = this.#anyOf(signs))
      left = { is: "joined", by, left, right: part() };
    return left;
  }

  #anyOf(signs: readonly string[]): string | undefined {
    return signs.find((sign) => this.#skip(sign));
  }

  #next(): Token {
    return this.#tokens[this.#at++] ?? end;
  }

  #skip(text: string): boolean {
    const next = this.#tokens[this.#at];
    const found = (next?.kind === "word" || next?.kind === "sign") && next.text.toLowerCase() === text;
    if (found) this.#at++;
    return found;
  }

  #expect(text: string): void {
    if (!this.#skip(text)) throw new Error(`"${text}" is missing`);
  }
}

const zero: Expression = { is: "number", text: "0" };
const end: Token = { kind: "end", text: "" };
const keywords = new Set(["and", "or", "not", "is", "null"]);

const tokens = (text: string): Token[] => {
  const found: Token[] = [];
  token.lastIndex = 0;
  for (let at = 0; at < text.trimEnd().length; at = token.lastIndex) {
    const [, number, quoted, word, sign] = token.exec(text) ?? [];
    const kind = number !== undefined ? "number" : quoted !== undefined ? "text" : word ? "word" : "sign";
    const value = number ?? quoted?.replaceAll("''", "'") ?? word ?? sign;
    if (value === undefined) throw new Error(`"${text.slice(at).trim().slice(0, 20)}" is not expected there`);
    found.push({ kind, text: value });
  }
  return found;
};

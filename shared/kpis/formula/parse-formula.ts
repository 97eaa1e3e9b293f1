import { FormulaError } from "./formula-error.ts";
import { lex, type Token } from "./lexer.ts";
import { parseCall } from "./parse-call.ts";
import type { Arithmetic, Comparison, Node } from "./tree.ts";

/**
 * A Pratt parser: https://en.wikipedia.org/wiki/Operator-precedence_parser. It reads a formula to a tree and knows neither
 * columns nor KPIs; check-formula.ts does.
 */
export class FormulaParser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = lex(text);
  }

  whole(): Node {
    const node = this.expression();
    this.expect("end");
    return node;
  }

  /** Reads operators that bind more strongly than `strength`. */
  expression(strength = 0): Node {
    if (++this.#depth > deepest) throw new FormulaError("the formula is nested too deeply", this.peek());
    let left = this.#operand();
    for (;;) {
      const operator = operators.get(this.peek().token.toLowerCase());
      if (!operator || this.peek().kind === "text" || operator.strength <= strength) break;
      left = operator.read(this, left, this.take());
    }
    this.#depth--;
    return left;
  }

  #operand(): Node {
    const token = this.take();
    const { at } = token;
    if (token.kind === "number") return { kind: "number", value: token.token, token: token.token, at };
    if (token.kind === "text")
      return { kind: "text", value: token.token.slice(1, -1), token: token.token, at };
    if (token.token === "-") return { kind: "negative", of: this.expression(strengths.sign), token: "-", at };
    if (token.token.toLowerCase() === "not")
      return { kind: "not", of: this.expression(strengths.not), token: token.token, at };
    if (token.token === "(") {
      const inner = this.expression();
      this.expect(")");
      return inner;
    }
    if (token.kind !== "word" || reserved.has(token.token.toLowerCase()))
      throw new FormulaError("a column, a KPI, a number or a function is missing here", token);
    if (this.peek().token === "(") return parseCall(this, token);
    return { kind: "name", name: token.token, token: token.token, at };
  }

  peek(): Token {
    const token = this.#tokens[this.#next];
    if (!token) throw new Error("a formula was read beyond its end");
    return token;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#next++;
    return token;
  }

  /** Takes the next token if it is this word or symbol. */
  skip(text: string): boolean {
    const { kind, token } = this.peek();
    const found = kind !== "text" && token.toLowerCase() === text;
    if (found) this.take();
    return found;
  }

  expect(text: string): void {
    const next = this.peek();
    if (text === "end" ? next.kind !== "end" : !this.skip(text))
      throw new FormulaError(
        text === "end" ? "an operator is missing before it" : `"${text}" is missing`,
        next,
      );
  }
}

export const parseFormula = (text: string): Node => new FormulaParser(text).whole();

const deepest = 50;
const strengths = { or: 1, and: 2, not: 3, comparison: 4, sum: 5, product: 6, sign: 7 };

interface Operator {
  readonly strength: number;
  readonly read: (parser: FormulaParser, left: Node, token: Token) => Node;
}

const arithmetic = (operator: Arithmetic, strength: number): [string, Operator] => [
  operator,
  {
    strength,
    read: (parser, left, { token, at }) => {
      const right = parser.expression(strength);
      return { kind: "arithmetic", operator, left, right, token, at };
    },
  },
];

const comparison = (written: string, operator: Comparison): [string, Operator] => [
  written,
  {
    strength: strengths.comparison,
    read: (parser, left, { token, at }) => {
      const right = parser.expression(strengths.comparison);
      return { kind: "comparison", operator, left, right, token, at };
    },
  },
];

const logic = (operator: "and" | "or"): [string, Operator] => [
  operator,
  {
    strength: strengths[operator],
    read: (parser, left, { token, at }) => {
      const right = parser.expression(strengths[operator]);
      return { kind: "logic", operator, left, right, token, at };
    },
  },
];

const readIn = (parser: FormulaParser, value: Node, { token, at }: Token, negated: boolean): Node => {
  parser.expect("(");
  const options = [parser.expression(strengths.comparison)];
  while (parser.skip(",")) options.push(parser.expression(strengths.comparison));
  parser.expect(")");
  return { kind: "in", value, options, negated, token, at };
};

const operators: ReadonlyMap<string, Operator> = new Map([
  arithmetic("+", strengths.sum),
  arithmetic("-", strengths.sum),
  arithmetic("*", strengths.product),
  arithmetic("/", strengths.product),
  comparison("=", "="),
  comparison("<>", "<>"),
  comparison("!=", "<>"),
  comparison("<", "<"),
  comparison("<=", "<="),
  comparison(">", ">"),
  comparison(">=", ">="),
  logic("and"),
  logic("or"),
  [
    "in",
    { strength: strengths.comparison, read: (parser, left, token) => readIn(parser, left, token, false) },
  ],
  [
    "not",
    {
      strength: strengths.comparison,
      read: (parser, left, token) => {
        parser.expect("in");
        return readIn(parser, left, token, true);
      },
    },
  ],
  [
    "is",
    {
      strength: strengths.comparison,
      read: (parser, value, { token, at }) => {
        const negated = parser.skip("not");
        parser.expect("null");
        return { kind: "missing", value, negated, token, at };
      },
    },
  ],
]);

const reserved = new Set([...operators.keys(), "where", "by", "null"]);

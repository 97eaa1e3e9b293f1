import { FormulaError } from "./formula-error.ts";
import type { Token } from "./lexer.ts";
import type { Node, RowFunction, Spread, Total } from "./tree.ts";

/** What a call needs of the parser. It is typed here, so that the two files do not import each other. */
interface Parser {
  expression(strength?: number): Node;
  peek(): Token;
  take(): Token;
  skip(text: string): boolean;
  expect(text: string): void;
}

const totals: readonly Total[] = ["sum", "count", "count_distinct", "avg", "min", "max"];
const spreads: readonly Spread[] = ["top_share", "concentration", "repeated_share"];
const rowFunctions: readonly RowFunction[] = ["hour", "weekday", "abs"];

/** A call of a known function; its name is read, and `(` is next. */
export const parseCall = (parser: Parser, name: Token): Node => {
  const called = name.token.toLowerCase();
  const total = totals.find((each) => each === called);
  const spread = spreads.find((each) => each === called);
  const rowFunction = rowFunctions.find((each) => each === called);
  const place = { token: name.token, at: name.at };
  parser.expect("(");
  if (total) return { kind: "total", name: total, ...place, ...totalArguments(parser, total) };
  if (spread) return { kind: "spread", name: spread, ...place, ...spreadArguments(parser, spread) };
  if (!rowFunction)
    throw new FormulaError(
      `there is no such function; there are ${[...totals, ...spreads, ...rowFunctions].join(", ")}`,
      name,
    );
  const argument = parser.expression();
  parser.expect(")");
  return { kind: "call", name: rowFunction, argument, ...place };
};

/** `count()` and `count(where …)` count rows; the others need a value. */
const totalArguments = (parser: Parser, name: Total) => {
  const next = parser.peek().token.toLowerCase();
  const counts = name === "count" && (next === ")" || next === "where");
  const of = counts ? undefined : parser.expression();
  return { ...(of && { of }), ...condition(parser) };
};

const spreadArguments = (parser: Parser, name: Spread) => {
  const n = name === "concentration" ? {} : { n: wholeNumber(parser) };
  const of = parser.expression();
  parser.expect("by");
  const by = parser.expression();
  return { ...n, of, by, ...condition(parser) };
};

const wholeNumber = (parser: Parser): number => {
  const token = parser.take();
  const value = Number(token.token);
  if (token.kind !== "number" || !Number.isInteger(value) || value < 1)
    throw new FormulaError("a whole number is missing here, as in top_share(20, …)", token);
  parser.expect(",");
  return value;
};

const condition = (parser: Parser): { readonly where?: Node } => {
  const where = parser.skip("where") ? parser.expression() : undefined;
  parser.expect(")");
  return where ? { where } : {};
};

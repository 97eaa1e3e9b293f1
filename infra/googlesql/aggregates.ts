import type { Cursor } from "./cursor.ts";
import type { Token } from "./lexer.ts";
import { orderItems, over } from "./windows.ts";

type Clause = "star" | "distinct" | "nulls" | "having" | "order" | "limit";

/** The parsed arguments and clauses of an aggregate call. */
interface Parts {
  readonly given: readonly string[];
  /** The arguments, after DISTINCT if present. */
  readonly text: string;
  readonly nulls: "ignore" | "respect" | undefined;
  readonly having: { readonly extreme: "max" | "min"; readonly by: string } | undefined;
  /** " ORDER BY …" or "". */
  readonly order: string;
  readonly limit: string | undefined;
}

type Write = (parts: Parts) => string;

export const aggregateCall = (cursor: Cursor, token: Token, aggregate: Aggregate): string => {
  const parts = cursor.parenthesised((inner) => readParts(inner, aggregate));
  const { length } = parts.given;
  if (length < aggregate.least || length > aggregate.most) {
    throw cursor.unsupported(`${token.text} with ${length} arguments`, token);
  }
  if (aggregate.needsWindow && !cursor.atWords("over")) {
    throw cursor.unsupported(`${token.text} without OVER`, token);
  }
  return aggregate.write(parts) + over(cursor);
};

const readParts = (cursor: Cursor, { allows }: Aggregate): Parts => {
  const may = (clause: Clause): boolean => allows.includes(clause);
  const distinct = may("distinct") && cursor.skipWords("distinct") ? "DISTINCT " : "";
  const given = may("star") && cursor.skipSymbol("*") ? ["*"] : callArguments(cursor);
  return {
    given,
    text: distinct + given.join(", "),
    nulls: may("nulls") ? nullsClause(cursor) : undefined,
    having: may("having") ? havingClause(cursor) : undefined,
    order: may("order") && cursor.skipWords("order", "by") ? ` ORDER BY ${orderItems(cursor)}` : "",
    limit: may("limit") && cursor.skipWords("limit") ? cursor.expression() : undefined,
  };
};

/** Arguments separated by commas; none before a closing parenthesis. */
export const callArguments = (cursor: Cursor): string[] =>
  cursor.atSymbol(")") ? [] : cursor.list((inner) => inner.expression());

const nullsClause = (cursor: Cursor): Parts["nulls"] => {
  if (cursor.skipWords("ignore", "nulls")) return "ignore";
  return cursor.skipWords("respect", "nulls") ? "respect" : undefined;
};

const havingClause = (cursor: Cursor): Parts["having"] => {
  if (cursor.skipWords("having", "max")) return { extreme: "max", by: cursor.expression() };
  return cursor.skipWords("having", "min") ? { extreme: "min", by: cursor.expression() } : undefined;
};

const aggregate = (least: number, allows: readonly Clause[], write: Write, most = least) => ({
  least,
  most,
  allows,
  /** Window functions such as LAG require OVER. */
  needsWindow: false,
  write,
});
type Aggregate = ReturnType<typeof aggregate>;

const mapsTo = (name: string): Aggregate => aggregate(1, ["distinct"], ({ text }) => `${name}(${text})`);

const windowOnly = (name: string, least: number, most = least, allows: readonly Clause[] = []): Aggregate => {
  const write: Write = ({ given, nulls }) =>
    `${name}(${given.join(", ")}${nulls === "ignore" ? " IGNORE NULLS" : ""})`;
  return { ...aggregate(least, allows, write, most), needsWindow: true };
};

const arrayAggregate = ({ given, text, nulls, order, limit }: Parts): string => {
  const filter = nulls === "ignore" ? ` FILTER (WHERE (${given[0]}) IS NOT NULL)` : "";
  const array = `array_agg(${text}${order})${filter}`;
  return limit === undefined ? array : `(${array})[1:${limit}]`;
};

const anyValue = ({ given, having }: Parts): string =>
  having === undefined ? `first(${given[0]})` : `arg_${having.extreme}_null(${given[0]}, ${having.by})`;

const stringAggregate = ({ text, given, order }: Parts): string =>
  `string_agg(${text}${given.length === 1 ? ", ','" : ""}${order})`;

export const aggregates: ReadonlyMap<string, Aggregate> = new Map([
  ["count", aggregate(1, ["star", "distinct"], ({ text }) => `count(${text})`)],
  // Not DuckDB's count_if, which returns a 128-bit integer.
  ["countif", aggregate(1, [], ({ given }) => `count(*) FILTER (WHERE ${given[0]})`)],
  ...["sum", "avg", "min", "max", "stddev_samp", "stddev_pop", "var_samp", "var_pop"].map(
    (name) => [name, mapsTo(name)] as const,
  ),
  ["logical_and", aggregate(1, [], ({ text }) => `bool_and(${text})`)],
  ["logical_or", aggregate(1, [], ({ text }) => `bool_or(${text})`)],
  ["stddev", mapsTo("stddev_samp")],
  ["variance", mapsTo("var_samp")],
  ["covar_samp", aggregate(2, [], ({ text }) => `covar_samp(${text})`)],
  ["covar_pop", aggregate(2, [], ({ text }) => `covar_pop(${text})`)],
  ["grouping", aggregate(1, [], ({ text }) => `GROUPING(${text})`)],
  ["any_value", aggregate(1, ["having"], anyValue)],
  ["array_agg", aggregate(1, ["distinct", "nulls", "order", "limit"], arrayAggregate)],
  ["string_agg", aggregate(1, ["distinct", "order"], stringAggregate, 2)],

  ...["row_number", "rank", "dense_rank", "percent_rank", "cume_dist"].map(
    (name) => [name, windowOnly(name, 0)] as const,
  ),
  ["ntile", windowOnly("ntile", 1)],
  ["lag", windowOnly("lag", 1, 3)],
  ["lead", windowOnly("lead", 1, 3)],
  ["first_value", windowOnly("first_value", 1, 1, ["nulls"])],
  ["last_value", windowOnly("last_value", 1, 1, ["nulls"])],
  ["nth_value", windowOnly("nth_value", 2, 2, ["nulls"])],
  ["percentile_disc", windowOnly("quantile_disc", 2)],
  [
    "percentile_cont",
    {
      ...windowOnly("quantile_cont", 2),
      // With a FLOAT64 fraction GoogleSQL returns FLOAT64, even for NUMERIC values.
      write: ({ given }) => `quantile_cont(CAST(${given[0]} AS DOUBLE), ${given[1]})`,
    },
  ],
]);

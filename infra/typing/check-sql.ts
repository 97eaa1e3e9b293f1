import type { Column } from "../../shared/contracts/feed.ts";
import type { Condition, RowCheck } from "../../shared/quality/row-checks.ts";
import { type RuleDialect, ruleSql } from "../../shared/quality/rule-expression.ts";
import { duckTypes, literal, quoted } from "../duckdb-sql.ts";

/** A check with the DuckDB expression that is true for a row that breaks it. */
export interface SqlCheck extends RowCheck {
  readonly sql: string;
}

/** The name of a column's text beside its typed value. It is no plain identifier, so no contract can use it. */
export const textOf = (column: string): string => quoted(`text of ${column}`);

export const withSql =
  (findChecks: (column: Column) => readonly RowCheck[]) =>
  (column: Column): readonly SqlCheck[] =>
    findChecks(column).map((check) => {
      if (check.breaks.is === "untrue") throw new Error(`${check.rule} is no check of one column`);
      const sql = brokenSql(column, check.breaks);
      return { ...check, sql: check.untyped ? sql : `coalesce(${sql}, false)` };
    });

/** Rules name their columns themselves. A missing value breaks none of them, unless the rule says so. */
export const rulesWithSql = (checks: readonly RowCheck[]): readonly SqlCheck[] =>
  checks.flatMap((check) =>
    check.breaks.is === "untrue"
      ? [{ ...check, sql: `coalesce(try(not ${ruleSql(check.breaks.rule, dialect)}), false)` }]
      : [],
  );

const dialect: RuleDialect = { column: quoted, number: (text) => text, text: literal };

const brokenSql = ({ name, type }: Column, condition: Exclude<Condition, { is: "untrue" }>): string => {
  const [text, value] = [textOf(name), quoted(name)];
  const constant = (limit: string) => `${literal(limit)}::${duckTypes[type]}`;
  switch (condition.is) {
    case "missing":
      return condition.unless === undefined
        ? `${text} is null`
        : `(${text} is null and not coalesce(${isOneOf(textOf(condition.unless.column), condition.unless.words)}, false))`;
    case "unparsed":
      return `${text} is not null and ${value} is null`;
    case "below":
      return `${value} < ${constant(condition.limit)}`;
    case "not above":
      return `${value} <= ${constant(condition.limit)}`;
    case "above":
      return `${value} > ${constant(condition.limit)}`;
    case "longer":
      return `length(${value}) > ${condition.characters}`;
    case "not one of":
      return `not ${isOneOf(value, condition.words)}`;
    case "unlike":
      return `not regexp_full_match(${value}, ${literal(condition.pattern)})`;
    case "fraction":
      return `case when ${isOneOf(quoted(condition.where), condition.isOneOf)} then ${value} <> trunc(${value}) end`;
  }
};

/** Up to so many single comparisons cost less than an automaton, which matches any number of words in one pass. */
const fewWords = 8;

const isOneOf = (value: string, words: Iterable<string>): string => {
  const list = [...words];
  return list.length > 0 && list.length <= fewWords
    ? `(${list.map((word) => `${value} = ${literal(word)}`).join(" or ")})`
    : `regexp_full_match(${value}, ${literal(anyWord(list))})`;
};

/** A regular expression of DuckDB that matches exactly these words. */
const anyWord = (words: readonly string[]): string =>
  words.map((word) => word.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&")).join("|");

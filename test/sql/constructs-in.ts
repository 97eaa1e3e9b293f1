import { significant, type Token } from "../../infra/googlesql/lexer.ts";
import { isReserved } from "../../infra/googlesql/names.ts";

/**
 * The GoogleSQL constructs in a query: functions with their date part, operators, typed literals, keywords
 * and pairs of keywords (`in unnest`, `left join`). Names of tables and columns are left out.
 */
export const constructsIn = (query: string): ReadonlySet<string> => {
  const tokens = significant(query);
  const found = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (tokens[index - 1]?.text === ".") continue;
    if (token.kind === "symbol" && operators.has(token.text)) found.add(token.text);
    if (token.kind !== "word") continue;
    const word = token.text.toLowerCase();
    if (isReserved(word)) found.add(pairs.has(word) && isKeyword(next) ? `${word} ${wordOf(next)}` : word);
    else if (next?.text === "(") found.add(`${word}(${datePart(tokens, index)})`);
    else if (next?.kind === "string" && typed.has(word)) found.add(`${word} ''`);
  }
  return found;
};

const operators = new Set("+ - * / || = <> != < > <= >=".split(" "));
const typed = new Set("date datetime timestamp numeric".split(" "));
/** Keywords whose meaning depends on the next keyword. */
const pairs = new Set(
  "is not in left right full cross inner union except intersect having ignore desc asc nulls between unbounded".split(
    " ",
  ),
);
const parts = new Set(
  "second minute hour day week isoweek month quarter year dayofweek dayofyear isoyear date".split(" "),
);

const wordOf = (token: Token | undefined): string => token?.text.toLowerCase() ?? "";

const isKeyword = (token: Token | undefined): boolean =>
  token?.kind === "word" && (isReserved(token.text) || /^(?:first|last|all|join|max|min)$/i.test(token.text));

/** `day` of `date_diff(a, b, day)`, `date_sub(a, interval 7 day)` and `extract(day from a)`; else nothing. */
const datePart = (tokens: readonly Token[], call: number): string => {
  const name = wordOf(tokens[call]);
  if (!/^(?:date|datetime|timestamp)_(?:trunc|diff|add|sub)$/.test(name)) return "";
  let depth = 0;
  for (let index = call + 1; index < tokens.length; index += 1) {
    if (tokens[index]?.text === "(") depth += 1;
    if (tokens[index]?.text === ")") depth -= 1;
    if (depth > 0) continue;
    const last = wordOf(tokens[index - 1]);
    return parts.has(last) ? last : "week(…)";
  }
  return "";
};

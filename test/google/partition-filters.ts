import { significant, type Token } from "../../infra/googlesql/lexer.ts";
import { splitStatements } from "../../infra/googlesql/statements.ts";

/** One SELECT, DELETE or UPDATE, without the queries inside it. Parentheses that hold no query belong to it. */
interface Block {
  readonly tables: string[];
  readonly where: Token[];
  isWhere: boolean;
  /** Open parentheses that hold no query. */
  depth: number;
}

/** The first table that a script reads or changes without bounding the column that the table is partitioned by. */
export const unfilteredTable = (
  script: string,
  filtered: Readonly<Record<string, string>>,
): string | undefined => {
  for (const statement of splitStatements(script))
    for (const { tables, where } of blocksOf(significant(statement)))
      for (const table of tables) {
        const column = filtered[table];
        if (column !== undefined && !isBounded(where, column)) return table;
      }
  return undefined;
};

const newBlock = (): Block => ({ tables: [], where: [], isWhere: false, depth: 0 });

const blocksOf = (tokens: readonly Token[]): Block[] => {
  const blocks = [newBlock()];
  const open = [blocks[0] as Block];
  const enter = (): void => {
    const block = newBlock();
    blocks.push(block);
    open.push(block);
  };
  tokens.forEach((token, index) => {
    const block = open.at(-1);
    const word = token.text.toLowerCase();
    const next = tokens[index + 1]?.text.toLowerCase() ?? "";
    if (!block) return;
    if (word === "(" && ["select", "with", "("].includes(next)) enter();
    else if (word === ")" && block.depth === 0) open.pop();
    else if (["union", "except", "intersect"].includes(word) && block.depth === 0 && next !== "(") {
      open.pop();
      enter();
    } else read(block, tokens, index);
  });
  return blocks;
};

const read = (block: Block, tokens: readonly Token[], index: number): void => {
  const token = tokens[index] as Token;
  const word = token.text.toLowerCase();
  if (word === "(") block.depth += 1;
  if (word === ")") block.depth -= 1;
  if (block.depth === 0 && endsWhere.has(word)) block.isWhere = word === "where";
  else if (block.isWhere) block.where.push(token);
  // INSERT INTO and MERGE INTO only write, so the table that follows them needs no filter.
  if (["from", "join", "update", "using"].includes(word) && tokens[index + 2]?.text === ".")
    block.tables.push(`${tokens[index + 1]?.text}.${tokens[index + 3]?.text}`);
};

const endsWhere = new Set(
  "where from join on group having qualify window order limit set when returning".split(" "),
);

/** Whether a condition bounds the column by values that are known before any row is read. */
const isBounded = (condition: readonly Token[], column: string): boolean => {
  const alternatives = parts(condition, "or");
  if (alternatives.length > 1) return alternatives.every((one) => isBounded(one, column));
  const demands = parts(condition, "and");
  if (demands.length > 1) return demands.some((one) => isBounded(one, column));
  if (condition[0]?.text === "(") return isBounded(condition.slice(1, -1), column);
  const at = condition.findIndex(({ text }) => text === column);
  const [operator, operand, next] = condition.slice(at + 1);
  const isComparison = /^([<>=].*|between|in)$/i.test(operator?.text ?? "");
  const isFirst = at === 0 || (at === 2 && condition[1]?.text === ".");
  return isFirst && isComparison && operand !== undefined && isConstant(operand, next);
};

/** Splits a condition at its ANDs or its ORs. The AND of a BETWEEN does not count. */
const parts = (condition: readonly Token[], joint: "and" | "or"): Token[][] => {
  const found: Token[][] = [[]];
  let depth = 0;
  let isRange = false;
  for (const token of condition) {
    const word = token.text.toLowerCase();
    if (word === "(") depth += 1;
    if (word === ")") depth -= 1;
    if (word === "between" && depth === 0) isRange = true;
    if (word === joint && depth === 0 && !isRange) found.push([]);
    else found.at(-1)?.push(token);
    if (word === "and" && depth === 0) isRange = false;
  }
  return found;
};

/** A word that neither calls a function nor opens a literal is the column of a table. */
const isConstant = ({ kind }: Token, next: Token | undefined): boolean =>
  kind !== "word" || next?.text === "(" || next?.kind === "string";

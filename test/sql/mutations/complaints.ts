import { refused } from "../../infra/googlesql/refused-constructs.ts";
import { dayQueries } from "../day-queries.ts";
import { type Dialect, openDuckDb } from "../duckdb.ts";
import type { Snippet } from "../snippets/snippet.ts";
import { snippets } from "../snippets.ts";
import { type Cell, comparable } from "../values.ts";

type Ask = (sql: string, parameters?: Snippet["parameters"]) => Promise<Cell[][]>;

/** The first failure of the construct suite or the list of refusals; undefined if there is none. */
export const firstComplaint = async (
  dialect: Dialect,
  calendar: readonly string[],
): Promise<string | undefined> => {
  const accepted = refused.find(([, sql, message]) => !refusalOf(dialect, sql).includes(message));
  if (accepted !== undefined) return `does not refuse ${accepted[0]}`;
  const duckdb = await openDuckDb(dialect).catch(() => undefined);
  if (duckdb === undefined) return "has a prelude that does not run";
  try {
    for (const snippet of snippets) {
      if (!(await answers(duckdb.evaluate, snippet))) return snippet.name;
    }
    const answered = await calendarOf(duckdb.evaluate);
    return dayQueries.map(([name]) => name).find((_, index) => answered[index] !== calendar[index]);
  } finally {
    duckdb.close();
  }
};

/** The results for 4,000 days, which constructs.test.ts compares with the reference engine. */
export const calendarOf = async (ask: Ask): Promise<string[]> => {
  const answered: string[] = [];
  for (const [, sql] of dayQueries) {
    answered.push(await ask(sql).then((rows) => JSON.stringify(rows), String));
  }
  return answered;
};

const refusalOf = ({ toDuckDb }: Dialect, sql: string): string => {
  try {
    return `accepted: ${toDuckDb(sql)}`;
  } catch (error) {
    return String(error);
  }
};

const answers = async (ask: Ask, { sql, parameters, rows, fails }: Snippet): Promise<boolean> => {
  const answer = await ask(sql, parameters).catch(() => undefined);
  if (fails) return answer === undefined;
  return answer !== undefined && JSON.stringify(comparable(answer)) === JSON.stringify(rows);
};

import { locateStatements, type Statement } from "../../infra/googlesql/statements.ts";
import { isAnalyzable } from "./catalogue.ts";
import { parameterTypes } from "./parameter-types.ts";
import type { Table } from "./table.ts";
import type { ZetaSql } from "./zetasql.ts";

/** The errors that GoogleSQL's analyzer finds in a file, with the statement's number and the line in the file. */
export const problemsIn = async (
  zetasql: ZetaSql,
  text: string,
  catalogue: readonly Table[],
): Promise<string[]> => (await analyzed(zetasql, text, catalogue)).problems;

/** The temporary tables that a file leaves to later files. */
export const temporaryTablesOf = async (
  zetasql: ZetaSql,
  text: string,
  catalogue: readonly Table[],
): Promise<Table[]> => {
  const { created } = await analyzed(zetasql, text, catalogue);
  return created.filter(({ name }) => !name.includes("."));
};

const analyzed = async (
  zetasql: ZetaSql,
  text: string,
  catalogue: readonly Table[],
): Promise<{ problems: string[]; created: Table[] }> => {
  const problems: string[] = [];
  const created: Table[] = [];
  const tables = [...catalogue];
  const parameters = parameterTypes(text);
  for (const [index, statement] of locateStatements(text).entries()) {
    if (!isAnalyzable(statement.text)) continue;
    try {
      const table = await zetasql.analyze(statement.text, tables, parameters);
      if (table === undefined) continue;
      // A later statement of the file may use a temporary table; the newest definition of a name counts.
      replace(tables, table);
      replace(created, table);
    } catch (error) {
      problems.push(`statement ${index + 1}, ${located(error, text, statement)}`);
    }
  }
  return { problems, created };
};

const replace = (tables: Table[], created: Table): void => {
  const known = tables.findIndex(({ name }) => name === created.name);
  if (known === -1) tables.push(created);
  else tables[known] = created;
};

/** "12:7: Unrecognized name: x": the analyzer's place in the statement, as a place in the file. */
const located = (error: unknown, text: string, statement: Statement): string => {
  const message = error instanceof Error ? error.message : String(error);
  const [, what, line, column] = /^(?:\d+ [A-Z_]+: )?(.*) \[at (\d+):(\d+)\]$/s.exec(message) ?? [];
  if (what === undefined) return message;
  const before = text.slice(0, statement.offset).split("\n");
  const columnsBefore = line === "1" ? (before.at(-1)?.length ?? 0) : 0;
  return `${before.length - 1 + Number(line)}:${columnsBefore + Number(column)}: ${what}`;
};

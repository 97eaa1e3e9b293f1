import { isDefinition, splitStatements } from "../googlesql/statements.ts";

const addColumn = /^(alter\s+table\s+\S+)\s+(add\s+column\s+if\s+not\s+exists\s[\s\S]+)$/i;

/** A laptop's tables may have a column of this name; BigQuery refuses it, so there is none to rename. */
const isOldName = /\brename\s+column\s+if\s+exists\s+_file_date\b/i;

/**
 * The definitions in a script. Consecutive ADD COLUMN statements of one table are merged into one: each statement
 * is a job, and BigQuery limits a table to a few changes per ten seconds.
 */
export const mergedDefinitions = (script: string): readonly string[] => {
  const definitions: string[] = [];
  let alteredTable: string | undefined;
  for (const statement of splitStatements(script)) {
    if (!isDefinition(statement) || isOldName.test(statement)) continue;
    const [, table, addition] = addColumn.exec(statement) ?? [];
    if (table !== undefined && table === alteredTable)
      definitions.push(`${definitions.pop()}\n, ${addition}`);
    else definitions.push(statement);
    alteredTable = table;
  }
  return definitions;
};

import { isDefinition, splitStatements } from "../googlesql/statements.ts";

const addColumn = /^(alter\s+table\s+\S+)\s+(add\s+column\s+if\s+not\s+exists\s[\s\S]+)$/i;

/**
 * A script's definitions. Columns that are added to one table one after the other become one statement: each is
 * a job of its own, and a table takes few changes within ten seconds.
 */
export const definitionsOf = (script: string): readonly string[] => {
  const definitions: string[] = [];
  let alteredTable: string | undefined;
  for (const statement of splitStatements(script).filter(isDefinition)) {
    const [, table, addition] = addColumn.exec(statement) ?? [];
    if (table !== undefined && table === alteredTable)
      definitions.push(`${definitions.pop()}\n, ${addition}`);
    else definitions.push(statement);
    alteredTable = table;
  }
  return definitions;
};

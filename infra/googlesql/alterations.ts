/** A column whose type a statement changes: `alter table if exists t alter column if exists c set data type numeric`. */
export interface ChangedType {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly type: "NUMERIC";
}

const changedType =
  /^alter\s+table\s+if\s+exists\s+(\w+)\.(\w+)\s+alter\s+column\s+if\s+exists\s+(\w+)\s+set\s+data\s+type\s+numeric$/i;

/** From whole numbers to NUMERIC is the one change of type that loses nothing and that BigQuery makes in place. */
export const typeChange = (statement: string): ChangedType | undefined => {
  const bare = statement.replaceAll(/--[^\n]*(\n|$)/g, "").trim();
  const [, schema, table, column] = changedType.exec(bare) ?? [];
  return schema === undefined || table === undefined || column === undefined
    ? undefined
    : { schema, table, column, type: "NUMERIC" };
};

/** DuckDB's words for a statement that fails whatever the rows are, and the SQL rewriter's name for one it refuses. */
const statementFaults = /(^|: )(Catalog|Binder|Parser|Syntax|Not implemented) Error: /;
const names: readonly string[] = ["UnsupportedSql", "ReferenceError"];

/**
 * True if the same message must fail again, because the code or its SQL is wrong rather than a file or the moment. The
 * work itself stays in the dirty set: a corrected version takes it up.
 */
export const isPermanent = (error: unknown): boolean => {
  for (let reason = error; reason instanceof Error; reason = reason.cause)
    if (names.includes(reason.name) || statementFaults.test(reason.message)) return true;
  return false;
};

/** A construct without a proven equivalent in DuckDB. The message names it and its line:column. */
export class UnsupportedSql extends Error {
  override readonly name = "UnsupportedSql";
}

export const unsupportedAt = (construct: string, source: string, offset: number): UnsupportedSql => {
  const before = source.slice(0, offset).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return new UnsupportedSql(`unsupported SQL at ${before.length}:${column}: ${construct}`);
};

import type { DuckDBResult } from "@duckdb/node-api";
import { RejectedInput } from "../../shared/errors.ts";
import type { Exploration, Explored, Row } from "../../shared/ports.ts";
import { toRow } from "./duckdb-values.ts";

/** Reads until there are enough rows or bytes. What lies behind them is neither computed nor held in memory. */
export const readRows = async (
  result: DuckDBResult,
  { mostRows, mostBytes }: Pick<Exploration, "mostRows" | "mostBytes">,
): Promise<Explored> => {
  const columns = result.deduplicatedColumnNames().map(asWritten);
  const rows: Row[] = [];
  let bytes = 0;
  for await (const chunk of result.yieldRows())
    for (const values of chunk) {
      if (rows.length === mostRows) return { columns, rows, truncated: true };
      const row = toRow(columns, values);
      bytes += JSON.stringify(row).length;
      if (bytes > mostBytes) throw tooLong(mostBytes);
      rows.push(row);
    }
  return { columns, rows, truncated: false };
};

export const tooLong = (mostBytes: number): RejectedInput =>
  new RejectedInput(`the answer has more than ${mostBytes} bytes: ask for fewer rows or columns`);

/** A column without a name is called as its expression, in which the translation to DuckDB must not show. */
const asWritten = (name: string): string =>
  name.replaceAll("count_star()", "count(*)").replaceAll(/\bbq_(\w+\()/g, "$1");

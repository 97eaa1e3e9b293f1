import { readFile, writeFile } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../duckdb-sql.ts";

const recordEnd = 10;
const fieldEnd = 0x1f;
const zero = 48;

/**
 * Writes the records whose line is not in the Parquet file as a sound row. They are few: to type them alone is cheaper than to
 * have DuckDB read all records again.
 */
export const writeFaultyRecords = async (
  connection: DuckDBConnection,
  records: string,
  parquet: string,
  path: string,
): Promise<void> => {
  const sound = await soundLines(connection, parquet);
  await writeFile(path, recordsOtherThan(await readFile(records), sound));
};

const soundLines = async (connection: DuckDBConnection, parquet: string): Promise<ReadonlySet<number>> => {
  const rows = await connection.runAndReadAll(
    `select "_row"::DOUBLE from read_parquet(${literal(parquet)}) where not "_quarantined"`,
  );
  return new Set(rows.getColumns()[0]?.map(Number));
};

/** A record begins with its line and ends with a line feed; a line feed within a cell is another byte. */
export const recordsOtherThan = (records: Buffer, lines: ReadonlySet<number>): Buffer => {
  const found: Buffer[] = [];
  for (let start = 0; start < records.length; ) {
    const end = records.indexOf(recordEnd, start) + 1;
    if (!lines.has(lineAt(records, start))) found.push(records.subarray(start, end));
    start = end;
  }
  return Buffer.concat(found);
};

const lineAt = (records: Buffer, start: number): number => {
  let line = 0;
  for (let at = start; records[at] !== fieldEnd; at++) line = line * 10 + (records[at] ?? 0) - zero;
  return line;
};

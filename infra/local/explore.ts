import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { messageOf, RejectedInput } from "../../shared/errors.ts";
import type { Exploration, Explored } from "../../shared/ports.ts";
import { literal } from "../duckdb-sql.ts";
import { askedStatement } from "../googlesql/asked-statement.ts";
import { maskedTables } from "../googlesql/masked-tables.ts";
import { toDuckDb } from "../googlesql/rewrite.ts";
import { parameterNames } from "../googlesql/statements.ts";
import { bindParams } from "./duckdb-values.ts";
import { readRows, tooLong } from "./explored-rows.ts";

const salt = randomBytes(16).toString("hex");

/** Answers a person's question on a connection of its own, which is interrupted when its time is over. */
export const explore = async (connection: DuckDBConnection, question: Exploration): Promise<Explored> => {
  const { timeoutMs, signal } = question;
  const statement = await checked(connection, question);
  const nothing = { columns: [], rows: [], truncated: false };
  if (question.estimateOnly) return { ...nothing, estimate: { bytes: 0, price: 0, currency: "USD" } };
  let why: string | undefined;
  const stop = (reason: string) => {
    why ??= reason;
    connection.interrupt();
  };
  const timer = setTimeout(() => stop(`it took longer than ${timeoutMs / 1000} seconds`), timeoutMs);
  const cancel = () => stop("it was cancelled");
  signal?.addEventListener("abort", cancel);
  if (signal?.aborted) cancel();
  try {
    return await answer(connection, statement, question);
  } catch (error) {
    if (error instanceof RejectedInput) throw error;
    throw new RejectedInput(why === undefined ? reasonOf(error) : `the question was stopped: ${why}`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
  }
};

/** DuckDB's own advice is about settings that nobody can make here. */
const reasonOf = (error: unknown): string => {
  const message = messageOf(error);
  return /^out of memory/i.test(message)
    ? "the question needs more memory than it may use: ask for fewer rows, columns or groups at once; `daybook sql` takes --max-memory"
    : message;
};

/** One SELECT over allowed tables, in DuckDB's words. */
const checked = async (
  connection: DuckDBConnection,
  { sql, datasets, masked }: Exploration,
): Promise<string> => {
  const statement = askedStatement(sql, datasets);
  try {
    if (masked.length === 0) return toDuckDb(statement);
    const columns = await columnsByTable(connection);
    return toDuckDb(maskedTables(statement, (table) => columns.get(table.toLowerCase()) ?? [], masked, salt));
  } catch (error) {
    if (error instanceof RejectedInput) throw error;
    throw new RejectedInput(messageOf(error), { cause: error });
  }
};

const columnsByTable = async (
  connection: DuckDBConnection,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const rows = await connection.runAndReadAll(
    "select lower(table_schema || '.' || table_name), list(column_name::varchar order by ordinal_position)::varchar[] from information_schema.columns group by 1",
  );
  const tables = new Map<string, string[]>();
  for (const [table, names] of rows.getRowsJson())
    tables.set(String(table), Array.isArray(names) ? names.map(String) : []);
  return tables;
};

const answer = async (
  connection: DuckDBConnection,
  statement: string,
  question: Exploration,
): Promise<Explored> => {
  const { params, sql, mostRows, format } = question;
  const [values, types] = bindParams(params, parameterNames(sql));
  if (format === "rows") return readRows(await connection.stream(statement, values, types), question);
  const limited = `select * from (${statement}) limit ${mostRows + 1}`;
  return asParquet(connection, limited, values, types, question);
};

const asParquet = async (
  connection: DuckDBConnection,
  select: string,
  values: Parameters<DuckDBConnection["run"]>[1],
  types: Parameters<DuckDBConnection["run"]>[2],
  { mostRows, mostBytes }: Exploration,
): Promise<Explored> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-answer-"));
  const file = join(folder, "answer.parquet");
  try {
    await connection.run(`create temp table answer as ${select}`, values, types);
    const [[rows] = []] = (await connection.runAndReadAll("select count(*) from answer")).getRows();
    await connection.run(
      `copy (select * from answer limit ${mostRows}) to ${literal(file)} (format parquet, compression zstd)`,
    );
    const parquet = readFileSync(file);
    if (parquet.length > mostBytes) throw tooLong(mostBytes);
    return { columns: [], rows: [], parquet, truncated: Number(rows) > mostRows };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

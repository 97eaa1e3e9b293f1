import { JobFailed, messageOf } from "../../shared/errors.ts";
import type { LoadJob, Params, Row, ScriptJob, Warehouse } from "../../shared/ports.ts";
import { toDuckDb } from "../googlesql/rewrite.ts";
import { isDefinition, isReadOnly, parameterNames, splitStatements } from "../googlesql/statements.ts";
import { DuckDbFile, type DuckDbSession } from "./duckdb-file.ts";
import { bound } from "./duckdb-params.ts";
import { rowsOf } from "./duckdb-rows.ts";
import { loadStatements } from "./load-statements.ts";

export interface LocalWarehouse extends Warehouse {
  close(): Promise<void>;
}

export interface LocalWarehouseOptions {
  readonly path: string;
  /** Where a staged object lies on this machine. */
  readonly pathOf: (object: string) => Promise<string>;
  readonly memoryLimit?: string;
}

/** A BigQuery of one file. The same GoogleSQL goes in; each job's id is written in the job's own transaction. */
export const openWarehouse = (options: LocalWarehouseOptions): LocalWarehouse => {
  const file = new DuckDbFile(options.path, options.memoryLimit ?? "600MB");
  return {
    query: (sql, params = {}) => file.use((session) => query(session, sql, params)),
    define: (script) =>
      file.use(async (session) => {
        for (const statement of splitStatements(script).filter(isDefinition))
          await session.connection.run(translated(statement));
      }),
    run: (job) => file.use((session) => once(session, job.id, () => runScript(session, job))),
    async load(job) {
      const paths = await Promise.all(job.objects.map((object) => options.pathOf(object)));
      await file.use((session) => once(session, job.id, () => runLoad(session, job, paths)));
    },
    close: () => file.close(),
  };
};

const query = async (session: DuckDbSession, sql: string, params: Params): Promise<readonly Row[]> => {
  if (!isReadOnly(sql)) throw new Error("only a single SELECT statement can be run here");
  const [values, types] = bound(params, parameterNames(sql));
  const result = await session.connection.runAndReadAll(translated(sql), values, types);
  return rowsOf(result);
};

const runScript = async (session: DuckDbSession, job: ScriptJob): Promise<void> => {
  for (const statement of splitStatements(job.script)) {
    if (isDefinition(statement)) continue;
    const [values, types] = bound(job.params, parameterNames(statement));
    await session.connection.run(translated(statement), values, types);
  }
};

const runLoad = async (session: DuckDbSession, job: LoadJob, paths: readonly string[]): Promise<void> => {
  for (const statement of loadStatements(job, paths)) await session.connection.run(statement);
};

/** The id and the work commit together, so a job that is asked for again is known to have run, or has not. */
const once = async ({ connection }: DuckDbSession, id: string, work: () => Promise<void>): Promise<void> => {
  await connection.run("begin transaction");
  try {
    const known = await connection.runAndReadAll("select 1 from _daybook.jobs where id = $id", { id });
    if (known.currentRowCount === 0) {
      await work();
      await connection.run("insert into _daybook.jobs values ($id, now())", { id });
    }
    await connection.run("commit");
  } catch (error) {
    await connection.run("rollback");
    throw new JobFailed(`warehouse job ${id} failed and was rolled back: ${messageOf(error)}`, {
      cause: error,
    });
  }
};

const cache = new Map<string, string>();

const translated = (statement: string): string => {
  const known = cache.get(statement);
  if (known !== undefined) return known;
  const sql = toDuckDb(statement);
  if (cache.size < 500) cache.set(statement, sql);
  return sql;
};

import type { DuckDBConnection } from "@duckdb/node-api";
import { JobFailed, messageOf } from "../../shared/errors.ts";
import type { Params, Row, ScriptJob, Warehouse } from "../../shared/ports.ts";
import { toDuckDb } from "../googlesql/rewrite.ts";
import { isDefinition, isReadOnly, parameterNames, splitStatements } from "../googlesql/statements.ts";
import { DuckDbFile } from "./duckdb-file.ts";
import { bindParams } from "./duckdb-params.ts";
import { toRows } from "./duckdb-rows.ts";
import { loadStatements } from "./load-statements.ts";
import { renameColumn } from "./rename-column.ts";

export interface LocalWarehouse extends Warehouse {
  close(): Promise<void>;
}

export interface LocalWarehouseOptions {
  readonly path: string;
  /** The local path of a staged object. */
  readonly pathOf: (object: string) => Promise<string>;
  readonly memoryLimit?: string;
}

/** Runs BigQuery's GoogleSQL on one DuckDB file. A job's id is stored in the job's own transaction. */
export const openWarehouse = (options: LocalWarehouseOptions): LocalWarehouse => {
  const database = new DuckDbFile(options.path, options.memoryLimit ?? "600MB");
  return {
    query: (sql, params = {}) => database.use((connection) => query(connection, sql, params)),
    define: (script) =>
      database.use(async (connection) => {
        for (const statement of splitStatements(script).filter(isDefinition))
          if (!(await renameColumn(connection, statement))) await connection.run(translate(statement));
      }),
    run: (job) => database.use((connection) => runOnce(connection, job.id, () => runScript(connection, job))),
    async load(job) {
      const paths = await Promise.all(job.objects.map((object) => options.pathOf(object)));
      await database.use((connection) =>
        runOnce(connection, job.id, async () => {
          for (const statement of loadStatements(job, paths)) await connection.run(statement);
        }),
      );
    },
    close: () => database.close(),
  };
};

const query = async (connection: DuckDBConnection, sql: string, params: Params): Promise<readonly Row[]> => {
  if (!isReadOnly(sql)) throw new Error("only a single SELECT statement can be run here");
  const [values, types] = bindParams(params, parameterNames(sql));
  return toRows(await connection.runAndReadAll(translate(sql), values, types));
};

const runScript = async (connection: DuckDBConnection, job: ScriptJob): Promise<void> => {
  for (const statement of splitStatements(job.script)) {
    if (isDefinition(statement)) continue;
    const [values, types] = bindParams(job.params, parameterNames(statement));
    await connection.run(translate(statement), values, types);
  }
};

/** The id commits together with the work, so that a repeated job runs only if it has not run before. */
const runOnce = async (connection: DuckDBConnection, id: string, work: () => Promise<void>) => {
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

const translate = (statement: string): string => {
  const known = cache.get(statement);
  if (known !== undefined) return known;
  const sql = toDuckDb(statement);
  if (cache.size < 500) cache.set(statement, sql);
  return sql;
};

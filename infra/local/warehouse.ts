import type { DuckDBConnection } from "@duckdb/node-api";
import { JobFailed, messageOf, ObjectMissing, ValueFault } from "../../shared/errors.ts";
import type {
  Exploration,
  Explored,
  LoadJob,
  Params,
  Row,
  ScriptJob,
  Warehouse,
} from "../../shared/ports.ts";
import { someAtOnce } from "../../shared/work/some-at-once.ts";
import { toDuckDb } from "../googlesql/rewrite.ts";
import { isDefinition, isReadOnly, parameterNames, splitStatements } from "../googlesql/statements.ts";
import { define } from "./define.ts";
import { DuckDbFile, type DuckDbOptions, threads } from "./duckdb-file.ts";
import { readRows } from "./duckdb-rows.ts";
import { bindParams } from "./duckdb-values.ts";
import { explore } from "./explore.ts";
import { loadStatements } from "./load-statements.ts";

export interface LocalWarehouse extends Warehouse {
  /** As `query`, for another process: it does not wait for what this one is doing. */
  queryAside(sql: string, params?: Params): Promise<readonly Row[]>;
  explore(question: Exploration): Promise<Explored>;
  /** Copies the file, so that no free page of it holds removed rows. */
  rewrite(): Promise<void>;
  close(): Promise<void>;
}

export interface LocalWarehouseOptions extends DuckDbOptions {
  readonly path: string;
  /** The local path of a staged object. */
  readonly pathOf: (object: string) => Promise<string>;
}

const filesAtOnce = 16;

/** Runs BigQuery's GoogleSQL on one DuckDB file. A job's id is stored in the job's own transaction. */
export const openWarehouse = (options: LocalWarehouseOptions): LocalWarehouse => {
  const database = new DuckDbFile(options.path, options);
  return {
    query: (sql, params = {}) => database.use((connection) => query(connection, sql, params)),
    define: (script) => database.use((connection) => define(connection, script, translate)),
    run: (job) =>
      database.use((connection) =>
        runOnce(connection, job.id, () => runScript(connection, job)).then(() => database.noteJob(job.id)),
      ),
    async load(job) {
      const paths = await pathsOf(job, options);
      await database.use((connection) =>
        onOneThread(connection, () =>
          runOnce(connection, job.id, async () => {
            for (const statement of loadStatements(job, paths)) await connection.run(statement);
          }),
        ).then(() => database.noteJob(job.id)),
      );
    },
    queryAside: (sql, params = {}) => database.aside((connection) => query(connection, sql, params)),
    explore: (question) => database.aside((connection) => explore(connection, question)),
    burn: (job) => database.use((connection) => burn(connection, job.id)),
    rewrite: () => database.rewrite(),
    close: () => database.close(),
  };
};

const pathsOf = async (job: LoadJob, { pathOf }: LocalWarehouseOptions): Promise<string[]> => {
  const paths = new Map<string, string>();
  try {
    await someAtOnce(job.objects, filesAtOnce, async (object) => paths.set(object, await pathOf(object)));
  } catch (error) {
    if (!(error instanceof ObjectMissing)) throw error;
    throw new JobFailed(`warehouse job ${job.id}: ${messageOf(error)}`, { cause: error, isPoison: true });
  }
  return job.objects.flatMap((object) => paths.get(object) ?? []);
};

const query = async (connection: DuckDBConnection, sql: string, params: Params): Promise<readonly Row[]> => {
  if (!isReadOnly(sql)) throw new Error("only a single SELECT statement can be run here");
  const [values, types] = bindParams(params, parameterNames(sql));
  try {
    return await readRows(await connection.run(translate(sql), values, types));
  } catch (error) {
    const message = messageOf(error);
    throw valueFaults.test(message) ? new ValueFault(message, { cause: error }) : error;
  }
};

const runScript = async (connection: DuckDBConnection, job: ScriptJob): Promise<void> => {
  for (const statement of splitStatements(job.script)) {
    if (isDefinition(statement)) continue;
    const [values, types] = bindParams(job.params, parameterNames(statement));
    await connection.run(translate(statement), values, types);
  }
};

/** One thread writes full row groups. Several write parts of them, which are put together again, in no less time. */
const onOneThread = async (connection: DuckDBConnection, work: () => Promise<void>): Promise<void> => {
  await connection.run("set threads = 1");
  try {
    await work();
  } finally {
    await connection.run(`set threads = ${threads}`);
  }
};

/** The id commits together with the work, so that a repeated job runs only if it has not run before. */
const runOnce = async (connection: DuckDBConnection, id: string, work: () => Promise<void>) => {
  await connection.run("begin transaction");
  try {
    const known = await connection.runAndReadAll("select 1 from _daybook.jobs where id = $id", { id });
    if (known.currentRowCount === 0) {
      if (await isBurnt(connection, id)) throw new Error("it failed before, and its id was burnt");
      await work();
      await connection.run("insert into _daybook.jobs values ($id, now())", { id });
    }
    await connection.run("commit");
  } catch (error) {
    await connection.run("rollback");
    throw new JobFailed(`warehouse job ${id} failed and was rolled back: ${messageOf(error)}`, {
      cause: error,
      isPoison: valueFaults.test(messageOf(error)),
      isTooLarge: /^Out of Memory Error/.test(messageOf(error)),
    });
  }
};

/** DuckDB's words for values that do not fit, and for staged files that cannot be read. */
const valueFaults =
  /^(Out of Range|Conversion|Invalid Input) Error|overflow|No files found|No magic bytes|Parquet file/i;

const isBurnt = async (connection: DuckDBConnection, id: string): Promise<boolean> =>
  (await connection.runAndReadAll("select 1 from _daybook.burnt_jobs where id = $id", { id }))
    .currentRowCount > 0;

/** One statement, so that no other process runs the job in between. */
const burn = async (connection: DuckDBConnection, id: string): Promise<"burnt" | "ran"> => {
  await connection.run(
    "insert or ignore into _daybook.burnt_jobs select $id where $id not in (select id from _daybook.jobs)",
    { id },
  );
  return (await isBurnt(connection, id)) ? "burnt" : "ran";
};

const cache = new Map<string, string>();

const translate = (statement: string): string => {
  const known = cache.get(statement);
  if (known !== undefined) return known;
  const sql = toDuckDb(statement);
  if (cache.size < 500) cache.set(statement, sql);
  return sql;
};

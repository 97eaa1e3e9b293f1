import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { toDuckDb } from "../../../infra/googlesql/rewrite.ts";
import { parameterNames, splitStatements } from "../../../infra/googlesql/statements.ts";
import { DuckDbFile } from "../../../infra/local/duckdb-file.ts";
import { bindParams } from "../../../infra/local/duckdb-values.ts";
import { loadStatements } from "../../../infra/local/load-statements.ts";
import type { ColumnType, Params, TableColumn } from "../../../shared/ports.ts";
import { answerOf, type EngineAnswer } from "./fake-answer.ts";
import { EngineFault, Refused } from "./fake-faults.ts";

export interface EngineLoad {
  readonly sourceUris: readonly string[];
  readonly table: string;
  /** YYYYMMDD, after the table's dollar sign. */
  readonly partition: string | undefined;
  readonly columns: readonly TableColumn[];
  readonly isAppend: boolean;
}

/** The engine behind the fake interface: GoogleSQL on DuckDB, and a folder for each bucket. */
export class FakeEngine {
  readonly #file: DuckDbFile;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#file = new DuckDbFile(join(folder, "fake.duckdb"));
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** Runs a script and rolls back a transaction that it leaves open. */
  run(sql: string, params: Params): Promise<EngineAnswer> {
    return this.#file.use(async (connection) => {
      let answer: EngineAnswer = { fields: [], rows: [] };
      let isOpen = false;
      try {
        for (const statement of splitStatements(sql).flatMap(simpler)) {
          answer = await execute(connection, statement, params);
          if (/^begin\b/i.test(statement)) isOpen = true;
          if (/^commit\b/i.test(statement)) isOpen = false;
        }
        return answer;
      } catch (error) {
        if (isOpen) await connection.run("rollback");
        throw new EngineFault("invalidQuery", String(error));
      } finally {
        await dropTemporaryTables(connection);
      }
    });
  }

  load(job: EngineLoad): Promise<{ inputFiles: string; outputRows: string }> {
    const paths = job.sourceUris.map((uri) => this.pathOf(uri));
    const missing = job.sourceUris.find((_, index) => !existsSync(paths[index] ?? ""));
    if (missing !== undefined) throw new EngineFault("notFound", `Not found: URI ${missing}`);
    return this.#file.use(async (connection) => {
      const count = async (where: string): Promise<string> =>
        String(
          (await connection.runAndReadAll(`select count(*) from ${job.table} ${where}`)).getRows()[0]?.[0],
        );
      const date = job.partition?.replace(/(....)(..)(..)/, "$1-$2-$3");
      const before = job.isAppend ? await count("") : "0";
      // No file has this date, so nothing is replaced.
      const replace = job.isAppend ? ["0001-01-01"] : date === undefined ? ("all" as const) : [date];
      const plan = { id: "", table: job.table, columns: job.columns, replace, objects: [] };
      await connection.run("begin transaction");
      try {
        for (const statement of loadStatements(plan, paths)) await connection.run(statement);
        if (date !== undefined)
          await connection.run(
            `select error('a row outside the partition') from read_parquet(['${paths.join("', '")}']) where _source_date <> '${date}'`,
          );
        await connection.run("commit");
      } catch (error) {
        await connection.run("rollback");
        throw new EngineFault("invalid", String(error));
      }
      const rows = await count(date === undefined ? "" : `where _source_date = '${date}'`);
      return { inputFiles: String(paths.length), outputRows: String(Number(rows) - Number(before)) };
    });
  }

  /** The answer to `tables.get`. */
  async schemaOf(path: string) {
    const [, dataset = "", table = ""] = /^\/datasets\/(\w+)\/tables\/(\w+)$/.exec(path) ?? [];
    const { fields } = await this.run(`select * from ${dataset}.${table} limit 0`, {}).catch(() => {
      throw new Refused(404, "notFound", `Not found: Table test-project:${dataset}.${table}`);
    });
    return { schema: { fields } };
  }

  pathOf(uri: string): string {
    return join(this.#folder, "buckets", uri.replace(/^gs:\/\//, ""));
  }
}

/** A script's temporary tables end with it. */
const dropTemporaryTables = async (connection: DuckDBConnection): Promise<void> => {
  const found = await connection.runAndReadAll("select table_name from duckdb_tables() where temporary");
  for (const [name] of found.getRows()) await connection.run(`drop table temp."${name}"`);
};

const execute = async (
  connection: DuckDBConnection,
  statement: string,
  params: Params,
): Promise<EngineAnswer> => {
  const [values, types] = bindParams(params, parameterNames(statement));
  return answerOf(await connection.runAndReadAll(toDuckDb(statement), values, types));
};

/** Rewrites what BigQuery accepts but the translator does not: expiry options and several columns in one ALTER. */
const simpler = (statement: string): string[] => {
  const [, head, additions] = /^(alter table \S+)\s+(add column[\s\S]*)$/i.exec(statement) ?? [];
  if (head !== undefined && additions !== undefined)
    return additions.split(/,\s*(?=add column)/i).map((addition) => `${head} ${addition}`);
  return [statement.replace(/\noptions \(expiration_timestamp[\s\S]*$/, "")];
};

export const columnsOf = (fields: readonly { name: string; type: string }[]): TableColumn[] =>
  fields.map(({ name, type }) => ({ name, type: type as ColumnType }));

import { randomUUID } from "node:crypto";
import { significant } from "../../infra/googlesql/lexer.ts";
import { isDefinition, isReadOnly, splitStatements } from "../../infra/googlesql/statements.ts";
import { withoutCommonTables } from "./bigquery-common-tables.ts";
import { type QueryParameter, withLiterals } from "./bigquery-literals.ts";
import { withDistinctColumns } from "./bigquery-unions.ts";
import { withPartitionsOfText } from "./bigquery-windows.ts";
import { parquetRows } from "./parquet-rows.ts";

export interface LoadConfiguration {
  readonly sourceUris: readonly string[];
  readonly destinationTable: {
    readonly projectId: string;
    readonly datasetId: string;
    readonly tableId: string;
  };
  readonly writeDisposition: string;
  readonly schema: { readonly fields: readonly { readonly name: string; readonly type: string }[] };
}

/** Does on the emulator what BigQuery would do by itself. Its README section lists each gap. */
export class EmulatorGaps {
  readonly #base: string;
  readonly #storage: string;

  constructor(endpoint: string, project: string, storageEndpoint: string) {
    this.#storage = storageEndpoint;
    this.#base = `${endpoint}/bigquery/v2/projects/${project}`;
  }

  /** Where the jobs that ran are written down. */
  async prepare(): Promise<void> {
    await this.#define(`create schema if not exists ${dataset}`);
    await this.#define(`create table if not exists ${dataset}.jobs (id string)`);
  }

  /**
   * One query or script, as the emulator answers it. Definitions are done one by one. A job's id is written down
   * together with its work: whoever lost the answer can find out what became of it.
   */
  async run(sql: string, parameters: readonly QueryParameter[], jobId?: string): Promise<unknown> {
    const statements = splitStatements(sql).filter((text) => !/^(begin|commit) transaction$/i.test(text));
    const rest: string[] = [];
    for (const statement of statements) {
      if (isDefinition(statement)) await this.#define(statement);
      else
        rest.push(...withoutCommonTables(speakable(statement)).map((each) => withLiterals(each, parameters)));
    }
    if (rest.length === 0) return undefined;
    // Of a script the emulator computes a SELECT only where it is the last statement: one that must fail goes alone.
    if (jobId !== undefined && rest.every(isReadOnly)) await this.#ask(rest.splice(0).join(";\n"));
    if (jobId !== undefined) rest.push(`insert into ${dataset}.jobs (id) values (${JSON.stringify(jobId)})`);
    return this.#ask(rest.join(";\n"));
  }

  async hasRun(jobId: string): Promise<boolean> {
    const answer = await this.#ask(`select 1 from ${dataset}.jobs where id = ${JSON.stringify(jobId)}`);
    return ((answer as { rows?: unknown[] }).rows ?? []).length > 0;
  }

  /**
   * The emulator reads a Parquet file's dates as 1970-01-01, and knows no partitions: the rows are read here, streamed
   * as text into a table beside the target, and take its rows' place in one script.
   */
  async load(
    { destinationTable, schema, sourceUris, writeDisposition }: LoadConfiguration,
    jobId: string,
  ): Promise<number> {
    const { datasetId, tableId } = destinationTable;
    const [name = "", partition] = tableId.split("$");
    const target = `${datasetId}.${name}`;
    const rows = await parquetRows(this.#storage, sourceUris);
    const date = partition?.replace(/(....)(..)(..)/, "$1-$2-$3");
    const replaced = date === undefined ? "true" : `_source_date = date '${date}'`;
    const beside = await this.#streamed(schema.fields, rows);
    const names = schema.fields.map((field) => field.name).join(", ");
    const values = schema.fields.map((field) => `cast(${field.name} as ${field.type})`).join(", ");
    const script = [
      ...(writeDisposition === "WRITE_TRUNCATE" ? [`delete from ${target} where ${replaced}`] : []),
      `insert into ${target} (${names}) select ${values} from ${beside}.rows_to_load`,
    ];
    await this.run(script.join(";\n"), [], jobId);
    await fetch(`${this.#base}/datasets/${beside}?deleteContents=true`, { method: "DELETE" });
    return rows.length;
  }

  /** A dataset of its own: a restarted emulator answers questions about its old ones, but takes no rows for them. */
  async #streamed(
    fields: LoadConfiguration["schema"]["fields"],
    rows: readonly Readonly<Record<string, string | null>>[],
  ): Promise<string> {
    const beside = `${dataset}_${randomUUID().replaceAll("-", "")}`;
    await this.#define(`create schema ${beside}`);
    const columns = fields.map((field) => `${field.name} string`).join(", ");
    await this.#ask(`create table ${beside}.rows_to_load (${columns})`);
    const only = (row: Readonly<Record<string, string | null>>) =>
      Object.fromEntries(fields.map((field) => [field.name, row[field.name] ?? null]));
    for (let at = 0; at < rows.length; at += rowsAtOnce)
      await this.#post(`/datasets/${beside}/tables/rows_to_load/insertAll`, {
        rows: rows.slice(at, at + rowsAtOnce).map((row) => ({ json: only(row) })),
      });
    return beside;
  }

  async #define(statement: string): Promise<void> {
    const words = significant(statement).map(({ text }) => text);
    const [verb, kind] = words.map((word) => word.toLowerCase());
    if (kind === "schema") {
      const datasetId = words.at(-1);
      await this.#post("/datasets", { datasetReference: { datasetId } }).catch(ignoreExisting);
    } else if (verb === "alter") {
      for (const [, column = "", type = ""] of statement.matchAll(/add column if not exists (\w+) (\w+)/gi))
        await this.#addColumn(words[2] ?? "", words[4] ?? "", column, type);
    } else if (!(await this.#isCreated(words))) {
      await this.#ask(withoutLayout(statement));
    }
  }

  /** `if not exists` makes a second definition an error here. */
  async #isCreated(words: readonly string[]): Promise<boolean> {
    const dot = words.indexOf(".");
    const path = `/datasets/${words[dot - 1]}/tables/${words[dot + 1]}`;
    return (await fetch(`${this.#base}${path}`)).ok;
  }

  /** A table with one column more takes the place of the old one. */
  async #addColumn(dataset: string, table: string, column: string, type: string): Promise<void> {
    const { schema } = (await this.#get(`/datasets/${dataset}/tables/${table}`)) as {
      schema: { fields: { name: string }[] };
    };
    if (schema.fields.some(({ name }) => name === column)) return;
    const grown = `${dataset}.grown_${table}`;
    // There is no ALTER, and CREATE OR REPLACE is refused where the table is there.
    for (const query of [
      `create table ${grown} as select *, cast(null as ${type}) as ${column} from ${dataset}.${table}`,
      `drop table ${dataset}.${table}`,
      `create table ${dataset}.${table} as select * from ${grown}`,
      `drop table ${grown}`,
    ])
      await this.#ask(query);
  }

  #ask(query: string): Promise<unknown> {
    const formatOptions = { useInt64Timestamp: true };
    return this.#post("/queries", { query, useLegacySql: false, formatOptions });
  }

  async #get(path: string): Promise<unknown> {
    return answerOf(await fetch(`${this.#base}${path}`));
  }

  async #post(path: string, body: object): Promise<unknown> {
    const headers = { "content-type": "application/json" };
    return answerOf(
      await fetch(`${this.#base}${path}`, { method: "POST", headers, body: JSON.stringify(body) }),
    );
  }
}

const rowsAtOnce = 5_000;
const dataset = "daybook_door";

const answerOf = async (response: Response): Promise<unknown> => {
  const content = await response.json();
  if (response.ok) return content;
  throw new Error((content as { error: { message: string } }).error.message);
};

const ignoreExisting = (error: Error): void => {
  if (!/already|duplicate/i.test(error.message)) throw error;
};

/**
 * TRUNCATE looks for the table without its dataset; there is no unary minus before a column; PERCENTILE_CONT
 * takes whole numbers only, and silently cuts others.
 */
const speakable = (statement: string): string =>
  withPartitionsOfText(
    withDistinctColumns(statement)
      .replace(/^truncate table (\S+)$/i, "delete from $1 where true")
      .replace(/([,=]) -(?=[a-z_])/gi, "$1 0 - ")
      .replace(median, "(percentile_cont(round(($1) * 1e9), 0.5) over ($2) / 1e9)"),
  );

const median = /percentile_cont\(((?:[^()]|\([^()]*\))+), 0\.5\) over \(([^()]*)\)/g;

/** Partitions, clusters and options do not change what a table answers. */
const withoutLayout = (statement: string): string =>
  statement.replace(/\)\s*(partition by \w+)?\s*(cluster by [\w, ]+)?\s*(options\s*\([\s\S]*\))?\s*$/i, ")");

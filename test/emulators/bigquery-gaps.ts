import { significant } from "../../infra/local/googlesql/lexer.ts";
import { isDefinition, splitStatements } from "../../infra/local/googlesql/statements.ts";
import { literal, type QueryParameter, withLiterals } from "./bigquery-literals.ts";
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

  /** One query or script, as the emulator answers it. Definitions are done one by one. */
  async run(sql: string, parameters: readonly QueryParameter[]): Promise<unknown> {
    const statements = splitStatements(sql).filter((text) => !/^(begin|commit) transaction$/i.test(text));
    const rest: string[] = [];
    for (const statement of statements) {
      if (isDefinition(statement)) await this.#define(statement);
      else rest.push(withLiterals(speakable(statement), parameters));
    }
    if (rest.length === 0) return undefined;
    return this.#post("/queries", {
      query: rest.join(";\n"),
      useLegacySql: false,
      formatOptions: { useInt64Timestamp: true },
    });
  }

  /** Row by row: the emulator reads a Parquet file's dates as 1970-01-01, and knows no partitions. */
  async load({ destinationTable, schema, sourceUris, writeDisposition }: LoadConfiguration): Promise<void> {
    const { datasetId, tableId } = destinationTable;
    const [name = "", partition] = tableId.split("$");
    const target = `${datasetId}.${name}`;
    const rows = await parquetRows(this.#storage, sourceUris);
    const date = partition?.replace(/(....)(..)(..)/, "$1-$2-$3");
    const replaced = date === undefined ? "true" : `_file_date = date '${date}'`;
    if (writeDisposition === "WRITE_TRUNCATE") await this.run(`delete from ${target} where ${replaced}`, []);
    const names = schema.fields.map((field) => field.name).join(", ");
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      const values = rows.slice(at, at + rowsAtOnce).map((row) => tuple(schema.fields, row));
      await this.run(`insert into ${target} (${names}) values ${values.join(",\n")}`, []);
    }
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
      await this.#post("/queries", { query: withoutLayout(statement), useLegacySql: false });
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
      await this.#post("/queries", { query, useLegacySql: false });
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

const rowsAtOnce = 200;

const tuple = (
  fields: LoadConfiguration["schema"]["fields"],
  row: Readonly<Record<string, string | null>>,
): string => `(${fields.map(({ name, type }) => literal(type, row[name] ?? undefined)).join(", ")})`;

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
  statement
    .replace(/^truncate table (\S+)$/i, "delete from $1 where true")
    .replace(/, -(?=[a-z_])/gi, ", 0 - ")
    .replace(median, "(percentile_cont(round(($1) * 1e9), 0.5) over ($2) / 1e9)");

const median = /percentile_cont\(((?:[^()]|\([^()]*\))+), 0\.5\) over \(([^()]*)\)/g;

/** Partitions, clusters and options do not change what a table answers. */
const withoutLayout = (statement: string): string =>
  statement.replace(/\)\s*(partition by \w+)?\s*(cluster by [\w, ]+)?\s*(options\s*\([\s\S]*\))?\s*$/i, ")");

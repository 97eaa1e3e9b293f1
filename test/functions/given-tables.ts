import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineTables } from "../../functions/tables.ts";
import { type TableSchema, tableSchemas } from "../../infra/deploy/table-schemas.ts";
import { openWarehouse } from "../../infra/local/warehouse.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Params, Row, Scalar, ScriptJob } from "../../shared/ports.ts";

export interface GivenTables {
  /** Only a warehouse, the built-in feeds and ids: for what reads and writes tables alone. */
  readonly platform: Platform;
  /** Columns that a row leaves out are null, or empty where they may not be null. */
  insert(table: string, ...rows: readonly Row[]): Promise<void>;
  run(job: Pick<ScriptJob, "script" | "params">): Promise<void>;
  /** What a file of SQL answers, or does. */
  ask(file: string, params?: Params): Promise<readonly string[]>;
  carryOut(files: string | readonly string[], params?: Params): Promise<void>;
  /** Each row as its values, with blanks between. */
  lines(sql: string, params?: Params): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** All tables, empty, in a warehouse of their own: quicker than a home where a test is about SQL alone. */
export const givenTables = async (): Promise<GivenTables> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-tables-"));
  const warehouse = openWarehouse({ path: join(folder, "w.duckdb"), pathOf: async (name) => name });
  const feeds = loadFeeds();
  const [schemas] = await Promise.all([tableSchemas(feeds), defineTables({ warehouse, feeds })]);
  let jobs = 0;
  const next = () => `job-${jobs++}`;
  const run = (job: Pick<ScriptJob, "script" | "params">) => warehouse.run({ id: next(), ...job });
  const lines = async (sql: string, params?: Params) =>
    (await warehouse.query(sql, params)).map((row) => Object.values(row).join(" "));
  return {
    platform: { warehouse, feeds, ids: { next } } as unknown as Platform,
    run,
    insert: (table, ...rows) => run({ script: insertion(table, schemas[table], rows), params: {} }),
    lines,
    ask: (file, params) => lines(readFileSync(file, "utf8"), params),
    carryOut: (files, params = {}) =>
      run({
        script: [files]
          .flat()
          .map((file) => readFileSync(file, "utf8"))
          .join("\n;\n"),
        params,
      }),
    async close() {
      await warehouse.close();
      rmSync(folder, { recursive: true });
    },
  };
};

const insertion = (table: string, schema: TableSchema | undefined, rows: readonly Row[]): string => {
  const columns = schema?.columns ?? [];
  const names = columns.map(({ name }) => name);
  const unknown = rows.flatMap(Object.keys).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`${table} has no ${unknown.join(", ")}`);
  const selects = rows.map((row) => `select ${columns.map((column) => cellOf(column, row)).join(", ")}`);
  return `insert into ${table} (${names.join(", ")}) ${selects.join(" union all ")}`;
};

const cellOf = ({ name, type, mode }: TableSchema["columns"][number], row: Row): string => {
  const given = row[name];
  if (given !== undefined) return literal(given);
  if (name === "_quarantined") return "false";
  if (name === "_source_date") return "'2024-01-01'";
  return mode === "NULLABLE" ? "null" : (empty[type] ?? "0");
};

const empty: Readonly<Record<string, string>> = {
  STRING: "''",
  BOOLEAN: "false",
  DATE: "'2024-01-01'",
  DATETIME: "'2024-01-01T00:00:00'",
  TIMESTAMP: "'2024-01-01T00:00:00Z'",
};

const literal = (cell: Scalar): string => (typeof cell === "string" ? `'${cell}'` : String(cell));

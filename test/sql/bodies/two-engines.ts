import { parameterNames, renamedColumn, splitStatements } from "../../../infra/googlesql/statements.ts";
import { catalogue, isAnalyzable } from "../catalogue.ts";
import type { DuckDb } from "../duckdb.ts";
import { parameterTypes } from "../parameter-types.ts";
import type { Table } from "../table.ts";
import type { Cell } from "../values.ts";
import type { Parameter, ZetaSql } from "../zetasql.ts";
import { type Body, bodyOf, withoutDatasets } from "./body.ts";
import { differences } from "./differences.ts";

export interface Compared {
  readonly statement: string;
  readonly does: Body["does"];
  readonly rows: number;
  readonly differences: readonly string[];
}

type Values = Readonly<Record<string, Cell>>;
type Row = readonly Cell[];

/**
 * The same tables in both engines. DuckDB runs the statements like the pipeline; the reference engine runs each one's
 * query on its own copy of the tables, and the result is the next state of the copy.
 */
export class TwoEngines {
  readonly #zetasql: ZetaSql;
  readonly #duckdb: DuckDb;
  readonly #tables: Map<string, Table>;

  private constructor(zetasql: ZetaSql, duckdb: DuckDb, tables: readonly Table[]) {
    this.#zetasql = zetasql;
    this.#duckdb = duckdb;
    this.#tables = new Map(tables.map((table) => [table.name, { ...table, rows: [] }]));
  }

  /** With every table of the contracts and the stages, empty. */
  static async open(zetasql: ZetaSql, duckdb: DuckDb, definitions: string): Promise<TwoEngines> {
    // New tables have no old column to rename or to widen.
    const creating = splitStatements(definitions).filter(
      (each) => !renamedColumn(each) && isAnalyzable(each),
    );
    for (const statement of creating) await duckdb.evaluate(statement);
    return new TwoEngines(zetasql, duckdb, await catalogue(zetasql));
  }

  rowsOf(name: string): readonly Row[] {
    return this.table(name).rows ?? [];
  }

  table(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  }

  async add(name: string, rows: readonly Row[]): Promise<void> {
    const table = this.table(name);
    this.#tables.set(name, { ...table, rows: [...this.rowsOf(name), ...rows] });
    const values = rows.map(
      (row) => `(${row.map((cell, index) => literal(cell, table.columns[index]?.type ?? "")).join(", ")})`,
    );
    await this.#duckdb.evaluate(`insert into ${name} values ${values.join(", ")}`);
  }

  /** Runs the statements of a file one after the other and compares after each. */
  async run(file: string, text: string, values: Values): Promise<Compared[]> {
    const compared: Compared[] = [];
    const types = parameterTypes(text);
    for (const [index, statement] of splitStatements(text).entries()) {
      const parameters = Object.fromEntries(
        parameterNames(statement).map((name) => [name, given(name, types.get(name), values)]),
      );
      const body = bodyOf(statement);
      if (body.does === "define") await this.#define(statement, body.table);
      else compared.push(await this.#step(`${file} statement ${index + 1}`, statement, body, parameters));
    }
    return compared;
  }

  /** A table that the file itself creates: kept where it is there already, as its IF NOT EXISTS says. */
  async #define(text: string, name: string): Promise<void> {
    await this.#duckdb.evaluate(text);
    const created = await this.#zetasql.analyze(text, [...this.#tables.values()], new Map());
    if (created !== undefined && !this.#tables.has(name)) this.#tables.set(name, { ...created, rows: [] });
  }

  async #step(
    statement: string,
    text: string,
    body: Body,
    parameters: Readonly<Record<string, Parameter>>,
  ): Promise<Compared> {
    const table = await this.#shapeOf(body, parameters);
    const expected = await this.#zetasql.evaluate(
      withoutDatasets(body.query, [...this.#tables.keys()]),
      this.#namedIn(body.query).map((one) => ({ ...one, name: one.name.replace(".", "__") })),
      parameters,
    );
    const found = await this.#duckdb.evaluate(body.query, parameters);
    if (body.does !== "answer") await this.#duckdb.evaluate(text, parameters);
    this.#take(body, table, expected);
    const stored = body.does === "answer" ? [] : await this.#storedDifferences(statement, body.table);
    return {
      statement,
      does: body.does,
      rows: expected.length,
      differences: [...differences(statement, table, expected, found), ...stored],
    };
  }

  /** Only these are sent to the reference engine: with the rows of all, a step takes seconds. */
  #namedIn(query: string): readonly Table[] {
    return [...this.#tables.values()].filter(({ name }) => query.includes(name));
  }

  /** The columns of the body's answer: those of an INSERT are the table's, in the statement's order. */
  async #shapeOf({ does, table, columns, query }: Body, parameters: object): Promise<Table> {
    if (does === "keep") return this.table(table);
    if (does === "insert") {
      const all = this.table(table).columns;
      return {
        name: table,
        columns: columns.flatMap((name) => all.filter((column) => column.name === name)),
      };
    }
    const types = new Map(Object.entries(parameters).map(([name, { type }]) => [name, type]));
    const creation = `create temp table answer as ${query}`;
    const answer = await this.#zetasql.analyze(creation, this.#namedIn(query), types);
    if (answer === undefined) throw new Error("the analyzer told no columns");
    return { ...answer, name: table };
  }

  #take({ does, table: name }: Body, answer: Table, rows: readonly Row[]): void {
    if (does === "replace") this.#tables.set(name, { ...answer, rows });
    if (does === "keep") this.#tables.set(name, { ...answer, rows });
    if (does !== "insert") return;
    const table = this.table(name);
    const places = table.columns.map((column) => answer.columns.findIndex((one) => one.name === column.name));
    const added = rows.map((row) => places.map((place) => row[place] ?? null));
    this.#tables.set(name, { ...table, rows: [...this.rowsOf(name), ...added] });
  }

  /** The rows that the statement left in DuckDB's table, beside the result of its query. */
  async #storedDifferences(statement: string, name: string): Promise<string[]> {
    const found = await this.#duckdb.evaluate(`select * from ${name}`);
    return differences(`${statement} (${name} after it)`, this.table(name), this.rowsOf(name), found);
  }
}

const given = (name: string, type: string | undefined, values: Values): Parameter => {
  const value = values[name] ?? usual[type ?? ""];
  if (type === undefined || value === undefined) throw new Error(`@${name} has no type or no value`);
  return { type, value };
};

/** The value of a parameter that the test does not know by name. */
const usual: Values = {
  STRING: "GBP",
  INT64: 28,
  FLOAT64: 0.5,
  BOOL: true,
  DATE: "2024-03-08",
  "ARRAY<DATE>": ["2024-02-16", "2024-02-29", "2024-03-09"],
};

const literal = (cell: Cell, type: string): string => {
  if (cell === null) return "null";
  if (type === "INT64" || type === "FLOAT64" || type === "BOOL") return String(cell);
  const text = `'${String(cell).replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
  return type === "STRING" ? text : `${type.toLowerCase()} ${text}`;
};

import { z } from "zod";
import { createdTable } from "./created-table.ts";
import { startReferenceServer } from "./reference-server.ts";
import type { Table } from "./table.ts";
import { type Cell, decode, encode, typeProto } from "./values.ts";

export interface Parameter {
  readonly type: string;
  readonly value?: Cell;
}

export interface ZetaSql {
  /** Returns the table that a CREATE makes. Throws the analyzer's message, which ends in [at line:column]. */
  analyze(
    sql: string,
    tables: readonly Table[],
    parameterTypes: ReadonlyMap<string, string>,
  ): Promise<Table | undefined>;
  /** The rows of a query over the tables' rows. The engine finds only tables without a dataset. */
  evaluate(
    sql: string,
    tables?: readonly Table[],
    parameters?: Readonly<Record<string, Parameter>>,
  ): Promise<Cell[][]>;
  stop(): Promise<void>;
}

export const startZetaSql = async (): Promise<ZetaSql> => {
  const server = await startReferenceServer();
  const language = bigQueryLanguage(await server.call("GetLanguageOptions", { maximumFeatures: true }));
  const optionsFor = (parameters: readonly (readonly [string, string])[]) => ({
    languageOptions: language,
    defaultTimezone: "UTC",
    // With the position: "… [at 1:8]".
    errorMessageMode: "ERROR_MESSAGE_ONE_LINE",
    queryParameters: parameters.map(([name, type]) => ({ name, type: typeProto(type) })),
  });
  return {
    analyze: async (sql, tables, parameterTypes) => {
      const answer = await server.call("Analyze", {
        sqlStatement: sql,
        options: optionsFor([...parameterTypes]),
        simpleCatalog: catalogProto(tables, language),
      });
      return createdTable(answer);
    },
    evaluate: async (sql, tables = [], parameters = {}) => {
      const given = Object.entries(parameters);
      const answer = await server.call("EvaluateQuery", {
        sql,
        options: optionsFor(given.map(([name, { type }]) => [name, type])),
        simpleCatalog: catalogProto(tables, language),
        tableContent: Object.fromEntries(tables.map((table) => [table.name, contentProto(table)])),
        params: given.map(([name, { type, value = null }]) => ({ name, value: encode(value, type) })),
      });
      return rowsOf(answer);
    },
    stop: () => server.stop(),
  };
};

/** BigQuery's options: our kinds of statements, the public types, QUALIFY as a keyword. */
const bigQueryLanguage = (maximum: unknown): object => {
  const options = z.looseObject({ enabledLanguageFeatures: z.array(z.string()) }).parse(maximum);
  const groupingSets = ["FEATURE_V_1_4_GROUPING_BUILTIN", "FEATURE_V_1_4_GROUPING_SETS"];
  return {
    ...options,
    enabledLanguageFeatures: [...new Set([...options.enabledLanguageFeatures, ...groupingSets])],
    productMode: "PRODUCT_EXTERNAL",
    reservedKeywords: ["QUALIFY"],
    supportedStatementKinds: statements.map((name) => `RESOLVED_${name}_STMT`),
  };
};

const statements = `QUERY INSERT UPDATE DELETE MERGE TRUNCATE BEGIN COMMIT ROLLBACK CREATE_TABLE
  CREATE_TABLE_AS_SELECT CREATE_VIEW CREATE_SCHEMA ALTER_TABLE DROP`.split(/\s+/);

const catalogProto = (tables: readonly Table[], languageOptions: object): object => {
  const datasets = Map.groupBy(tables, ({ name }) => (name.includes(".") ? name.split(".")[0] : ""));
  const here = datasets.get("") ?? [];
  return {
    name: "catalogue",
    builtinFunctionOptions: { languageOptions },
    table: here.map(tableProto),
    catalog: [...datasets]
      .filter(([name]) => name !== "")
      .map(([name, inside]) => ({ name, table: inside.map(tableProto) })),
  };
};

const tableProto = ({ name, columns }: Table): object => ({
  name: name.split(".").at(-1),
  fullName: name,
  column: columns.map((column) => ({ name: column.name, type: typeProto(column.type) })),
});

const contentProto = ({ columns, rows = [] }: Table): object => ({
  tableData: {
    row: rows.map((row) => ({
      cell: columns.map(({ type }, index) => encode(row[index] ?? null, type)),
    })),
  },
});

const Answer = z.object({
  content: z
    .object({
      tableData: z.object({ row: z.array(z.object({ cell: z.array(z.unknown()).default([]) })).default([]) }),
    })
    .optional(),
});

const rowsOf = (answer: unknown): Cell[][] =>
  (Answer.parse(answer).content?.tableData.row ?? []).map(({ cell }) => cell.map(decode));

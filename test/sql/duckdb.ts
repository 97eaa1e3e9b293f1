import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBStructValue,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  VARCHAR,
} from "@duckdb/node-api";
import { prelude } from "../../infra/googlesql/prelude.ts";
import { toDuckDb } from "../../infra/googlesql/rewrite.ts";
import type { Cell } from "./values.ts";
import type { Parameter } from "./zetasql.ts";

export interface DuckDb {
  /** Runs one GoogleSQL statement. */
  evaluate(sql: string, parameters?: Readonly<Record<string, Parameter>>): Promise<Cell[][]>;
  close(): void;
}

/** The translator with the macros that its output calls. */
export interface Dialect {
  readonly prelude: string;
  readonly toDuckDb: (statement: string) => string;
}

export const openDuckDb = async (dialect: Dialect = { prelude, toDuckDb }): Promise<DuckDb> => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(dialect.prelude);
  return {
    evaluate: async (sql, parameters = {}) => {
      const values: Record<string, DuckDBValue> = {};
      const types: Record<string, DuckDBType> = {};
      for (const [name, { type, value = null }] of Object.entries(parameters)) {
        values[name] = bound(value, type);
        types[name] = boundType(type);
      }
      const reader = await connection.runAndReadAll(dialect.toDuckDb(sql), values, types);
      return reader.getRows().map((row) => row.map(cell));
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};

const boundType = (type: string): DuckDBType => {
  const element = /^array<(.+)>$/i.exec(type)?.[1];
  if (element !== undefined) return LIST(boundType(element));
  const known = types[type.toUpperCase()];
  if (known === undefined) throw new Error(`no DuckDB parameter of type ${type} in these tests`);
  return known;
};

const types: Readonly<Record<string, DuckDBType>> = {
  STRING: VARCHAR,
  INT64: BIGINT,
  FLOAT64: DOUBLE,
  BOOL: BOOLEAN,
  DATE,
};

const bound = (value: Cell, type: string): DuckDBValue => {
  const element = /^array<(.+)>$/i.exec(type)?.[1];
  if (element !== undefined && Array.isArray(value)) {
    return new DuckDBListValue(value.map((one: Cell) => bound(one, element)));
  }
  if (type.toUpperCase() === "DATE")
    return new DuckDBDateValue(Date.parse(`${String(value)}T00:00:00Z`) / 86_400_000);
  if (type.toUpperCase() === "INT64") return BigInt(String(value));
  if (typeof value === "object" && value !== null) throw new Error(`${type} cannot be a list`);
  return value;
};

const cell = (value: DuckDBValue): Cell => {
  if (
    value === null ||
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean"
  ) {
    return value;
  }
  if (typeof value === "bigint") return Number(value);
  if (value instanceof DuckDBListValue) return value.items.map(cell);
  if (value instanceof DuckDBStructValue) return Object.values(value.entries).map(cell);
  const text = value.toString();
  return value instanceof DuckDBDecimalValue ? text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") : text;
};

import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  DuckDBDateValue,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  listValue,
  VARCHAR,
} from "@duckdb/node-api";
import type { Param, Params } from "../../shared/ports.ts";

/** Named values and their types, for the parameters that a statement uses. */
export const bound = (
  params: Params,
  names: readonly string[],
): [Record<string, DuckDBValue>, Record<string, DuckDBType>] => {
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, DuckDBType> = {};
  for (const name of names) {
    const param = params[name];
    if (!param) throw new Error(`the statement needs @${name}, but it was not passed`);
    [values[name], types[name]] = binding(name, param);
  }
  return [values, types];
};

const binding = (name: string, param: Param): [DuckDBValue, DuckDBType] => {
  const { type, value } = param;
  if (type === "ARRAY<DATE>") return [listValue(value.map(dateOf)), LIST(DATE)];
  if (type === "ARRAY<STRING>") return [listValue([...value]), LIST(VARCHAR)];
  switch (type) {
    case "STRING":
      return [value === null ? null : String(value), VARCHAR];
    case "DATE":
      return [value === null ? null : dateOf(String(value)), DATE];
    case "INT64":
      return [value === null ? null : BigInt(String(value)), BIGINT];
    case "FLOAT64":
      return [value === null ? null : Number(value), DOUBLE];
    case "BOOL":
      return [value === null ? null : value === true, BOOLEAN];
    default:
      throw new Error(
        `@${name}: a parameter of type ${type} is not supported; cast a STRING in the statement`,
      );
  }
};

const dayMs = 86_400_000;

const dateOf = (date: string): DuckDBDateValue =>
  new DuckDBDateValue(Date.parse(`${date}T00:00:00Z`) / dayMs);

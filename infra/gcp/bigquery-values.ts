import { z } from "zod";
import type { Param, Params, Row, Scalar } from "../../shared/ports.ts";
import { parameterNames } from "../googlesql/statements.ts";
import type { JobConfiguration } from "./bigquery-jobs.ts";

export const TableSchema = z.object({
  fields: z.array(z.object({ name: z.string(), type: z.string(), mode: z.string().optional() })).default([]),
});
export type TableSchema = z.infer<typeof TableSchema>;
type Field = TableSchema["fields"][number];

export const TableRows = z.array(z.object({ f: z.array(z.object({ v: z.unknown() })) })).default([]);

/** Rows in the port's types. In BigQuery's JSON every value is text. */
export const toRows = ({ fields }: TableSchema, rows: z.infer<typeof TableRows>): Row[] =>
  rows.map(({ f: cells }) =>
    Object.fromEntries(fields.map((field, index) => [field.name, scalar(field, cells[index]?.v ?? null)])),
  );

const scalar = (field: Field, value: unknown): Scalar => {
  if (value === null) return null;
  if (field.mode === "REPEATED" || typeof value !== "string")
    throw new Error(`column ${field.name} is not a single value: select its parts instead`);
  const read = readers.get(field.type);
  return read === undefined ? value : read(value);
};

const wholeNumber = (text: string): Scalar => (Number.isSafeInteger(Number(text)) ? Number(text) : text);
const truth = (text: string): Scalar => text === "true";
const decimal = (text: string): Scalar => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
const wallTime = (text: string): Scalar => text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/** Reads microseconds since 1970 (`useInt64Timestamp`). The default float format has too few digits. */
const instant = (text: string): Scalar => {
  const micros = BigInt(text);
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19);
  return `${wallTime(`${seconds}.${String(fraction).padStart(6, "0")}`)}Z`;
};

// BigQuery's answers use both names of a type.
const readers: ReadonlyMap<string, (text: string) => Scalar> = new Map([
  ["INTEGER", wholeNumber],
  ["INT64", wholeNumber],
  ["FLOAT", Number],
  ["FLOAT64", Number],
  ["BOOLEAN", truth],
  ["BOOL", truth],
  ["NUMERIC", decimal],
  ["BIGNUMERIC", decimal],
  ["DATETIME", wallTime],
  ["TIMESTAMP", instant],
]);

/** A parameter of the REST interface. The elements of an array are in `arrayValues`. */
export type QueryParameter = NonNullable<NonNullable<JobConfiguration["query"]>["queryParameters"]>[number];

/** The parameters that a statement or script uses, with their types. */
export const parametersFor = (sql: string, params: Params): QueryParameter[] =>
  parameterNames(sql).map((name) => {
    const param = params[name];
    if (!param) throw new Error(`the statement needs @${name}, but it was not passed`);
    return { name, ...typed(param) };
  });

const typed = ({ type, value }: Param): Omit<QueryParameter, "name"> => {
  if (type === "ARRAY<DATE>" || type === "ARRAY<STRING>")
    return {
      parameterType: { type: "ARRAY", arrayType: { type: type === "ARRAY<DATE>" ? "DATE" : "STRING" } },
      parameterValue: { arrayValues: value.map((element) => ({ value: element })) },
    };
  return { parameterType: { type }, parameterValue: value === null ? {} : { value: String(value) } };
};

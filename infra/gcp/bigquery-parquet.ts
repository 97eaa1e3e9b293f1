import { parquetWriteBuffer } from "hyparquet-writer";
import type { Row, Scalar } from "../../shared/ports.ts";
import type { TableSchema } from "./bigquery-values.ts";

/** Rows as a Parquet file, with the types that BigQuery says they have. */
export const parquetOf = ({ fields }: TableSchema, rows: readonly Row[]): Uint8Array => {
  const columns = fields.map(({ name, type }) => ({ name, ...(kinds.get(type) ?? text) }));
  const file = parquetWriteBuffer({
    columnData: columns.map(({ name, cell }) => ({
      name,
      data: rows.map((row) => cellOf(row[name] ?? null, cell)),
    })),
    schema: [
      { name: "answer", num_children: columns.length },
      ...columns.map(({ name, element }) => ({ name, repetition_type: "OPTIONAL" as const, ...element })),
    ],
  });
  return new Uint8Array(file);
};

const cellOf = (value: Scalar, cell: (value: string) => unknown): unknown =>
  value === null ? null : cell(String(value));

/** Of a date or time as the warehouse port writes it, in microseconds since 1970. */
const micros = (value: string): bigint => {
  const [, seconds = "", fraction = ""] = /^([-\dT:]+?)(?:\.(\d+))?Z?$/.exec(value) ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(fraction.padEnd(6, "0"));
};

/** NUMERIC in billionths. */
const billionths = (value: string): bigint => {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d+)\.?(\d*)$/.exec(value) ?? [];
  return BigInt(`${sign}${whole}${fraction.padEnd(9, "0")}`);
};

const text = {
  element: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  cell: (value: string) => value,
} as const;
const whole = { element: { type: "INT64" }, cell: BigInt } as const;
const float = { element: { type: "DOUBLE" }, cell: Number } as const;
const truth = { element: { type: "BOOLEAN" }, cell: (value: string) => value === "true" } as const;
const moment = { element: { type: "INT64", converted_type: "TIMESTAMP_MICROS" }, cell: micros } as const;
const decimal = {
  element: {
    type: "FIXED_LEN_BYTE_ARRAY",
    type_length: 16,
    converted_type: "DECIMAL",
    precision: 38,
    scale: 9,
  },
  cell: billionths,
} as const;
const day = {
  element: { type: "INT32", converted_type: "DATE" },
  cell: (value: string) => Date.parse(`${value}T00:00:00Z`) / 86_400_000,
} as const;

// BigQuery's answers use both names of a type.
const kinds = new Map<string, { readonly element: object; readonly cell: (value: string) => unknown }>([
  ["INTEGER", whole],
  ["INT64", whole],
  ["FLOAT", float],
  ["FLOAT64", float],
  ["BOOLEAN", truth],
  ["BOOL", truth],
  ["NUMERIC", decimal],
  ["DATE", day],
  ["DATETIME", moment],
  ["TIMESTAMP", moment],
]);

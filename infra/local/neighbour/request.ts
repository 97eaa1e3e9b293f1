import { z } from "zod";

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Param = z.union([
  z.object({ type: z.enum(["ARRAY<DATE>", "ARRAY<STRING>"]), value: z.array(z.string()).readonly() }),
  z.object({
    type: z.enum(["STRING", "INT64", "NUMERIC", "FLOAT64", "BOOL", "DATE", "DATETIME", "TIMESTAMP"]),
    value: Scalar,
  }),
]);
const Params = z.record(z.string(), Param).readonly();

/** What a process may ask of another one that works on the same home. Both belong to the same user. */
export const NeighbourRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("query"), sql: z.string(), params: Params }),
  z.object({
    kind: z.literal("explore"),
    sql: z.string(),
    params: Params,
    datasets: z.array(z.string()).readonly(),
    masked: z.array(z.string()).readonly(),
    mostRows: z.number(),
    mostBytes: z.number(),
    timeoutMs: z.number(),
    format: z.enum(["rows", "parquet"]),
  }),
  z.object({
    kind: z.literal("drop"),
    files: z.array(z.object({ name: z.string(), path: z.string() })).readonly(),
  }),
]);
export type NeighbourRequest = z.infer<typeof NeighbourRequest>;

const Row = z.record(z.string(), Scalar);

export const Rows = z.array(Row);

export const Explored = z.object({
  columns: z.array(z.string()),
  rows: Rows,
  /** In base64. */
  parquet: z.string().optional(),
  truncated: z.boolean(),
});

/** Why a question was not answered, with the name of the error's class. */
export const Failure = z.object({ name: z.string(), message: z.string() });

/** The HTTP status of a process that does not do what was asked: another one may. */
export const notHere = 404;

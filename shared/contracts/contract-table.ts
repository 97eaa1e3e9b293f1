import { z } from "zod";
import { FileSeverity, identifier, SetSeverity, Severity } from "./contract-column.ts";

const description = z.string().optional();

/** A check of a feed's rows that no single column can state. */
export const TableCheck = z.discriminatedUnion("metric", [
  z.strictObject({
    metric: z.literal("rowCount"),
    mustBeGreaterThan: z.int().min(0),
    severity: FileSeverity,
    description,
  }),
  /** No two rows of the feed, of one file or of several, have the same values in these columns. */
  z.strictObject({
    metric: z.literal("duplicateValues"),
    arguments: z.strictObject({
      properties: z.array(identifier).min(1),
      /** In a file of 20 rows or more that repeats them on a larger share of its rows, they are no key: nothing is checked. */
      unlessRepeatedPercent: z.number().min(0).max(100).optional(),
    }),
    severity: SetSeverity,
    description,
  }),
  /** What holds for every row, over several of its columns: see shared/quality/rule-expression.ts. */
  z.strictObject({
    metric: z.literal("rule"),
    arguments: z.strictObject({ name: identifier, holds: z.string().min(1).max(500) }),
    severity: Severity,
    description,
  }),
]);
export type TableCheck = z.infer<typeof TableCheck>;

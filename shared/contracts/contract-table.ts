import { z } from "zod";
import { FileSeverity, identifier, SetSeverity, Severity } from "./contract-column.ts";

const description = z.string().optional();
/** See shared/quality/rule-expression.ts. */
const expression = z.string().min(1).max(500);
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
  /** What holds for every row, over several of its columns. */
  z.strictObject({
    metric: z.literal("rule"),
    arguments: z.strictObject({ name: identifier, holds: expression }),
    severity: Severity,
    description,
  }),
  /**
   * Each of the `rows` needs an earlier row of the feed, or one of the same time, for which `needs` holds and that has the same
   * values: a return needs a sale. Of these columns, only the first is compared where another one is missing.
   */
  z.strictObject({
    metric: z.literal("earlierRow"),
    arguments: z.strictObject({
      name: identifier,
      rows: expression,
      needs: expression,
      same: z.array(identifier).min(1),
    }),
    severity: SetSeverity,
    description,
  }),
  /** The column is the sum of `of` over the rows of another feed with the same value in `by`, if there are any. */
  z.strictObject({
    metric: z.literal("sumOfRows"),
    arguments: z.strictObject({
      name: identifier,
      column: identifier,
      feed: identifier,
      of: expression,
      by: identifier,
      tolerance: z.number().min(0).default(0.005),
    }),
    severity: SetSeverity,
    description,
  }),
]);
export type TableCheck = z.infer<typeof TableCheck>;

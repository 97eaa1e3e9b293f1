import { z } from "zod";
import { columnFaults } from "./column-rules.ts";
import { customProperties, identifier, Property } from "./contract-column.ts";
import { reportFaults } from "./contract-fault.ts";
import { TableCheck } from "./contract-table.ts";
import { LoadMode } from "./load-mode.ts";

/** Accepts any WHATWG label of an encoding and returns its name. */
const encoding = z.string().transform((label, context) => {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    context.addIssue({ code: "custom", message: `the encoding "${label}" is not known` });
    return z.NEVER;
  }
});

/** Lines that are no rows. They are counted and named in the file's report. */
const SkipRows = z.strictObject({
  /** Lines before the header. */
  first: z.int().min(0).max(1000).default(0),
  /** Lines at the end that are not blank. */
  last: z.int().min(0).max(100).default(0),
  /** Words with which a line of totals begins, in any case: Total, Summe. */
  where: z.array(z.string().min(1).max(200)).default([]),
});

/**
 * The subset of the Open Data Contract Standard 3.1 that Daybook reads. What the standard has no word for
 * (aliases, paths, …) is in its `customProperties`, so that other tools can still read the file.
 */
export const ContractDocument = z.strictObject({
  apiVersion: z.literal("v3.1.0"),
  kind: z.literal("DataContract"),
  id: z.string().min(1),
  name: identifier,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "must look like 1.0.0"),
  status: z.enum(["active", "draft", "deprecated"]),
  description: z.strictObject({ purpose: z.string() }).optional(),
  schema: z
    .array(
      z.strictObject({
        name: identifier,
        /** `raw.<feed>`: a contract cannot choose another dataset. */
        physicalName: z.string(),
        properties: z.array(Property.superRefine(reportFaults(columnFaults))).min(1),
        quality: z.array(TableCheck).default([]),
      }),
    )
    .length(1),
  customProperties: customProperties({
    paths: z.array(z.string().min(1)).min(1),
    loadMode: LoadMode,
    businessDate: z.string().optional(),
    encoding: encoding.default("utf-8"),
    delimiter: z
      .string()
      .regex(/^[\t!#-/:-@[-`{-~]$/, "must be a tab or one ASCII punctuation mark, and not a quote")
      .optional(),
    nullSpellings: z.array(z.string()).default(["", "NULL", "null", "N/A", "n/a", "NA", "\\N"]),
    maxRejectPercent: z.number().min(0).max(100).default(5),
    /** What happens to a column that the contract does not name. */
    newColumns: z.enum(["rescue", "reject"]).default("rescue"),
    controlCharacters: z.enum(["reject", "strip"]).default("reject"),
    emptyFile: z.enum(["reject", "accept"]).default("reject"),
    /** What happens to a file's rows when the file is removed from the bucket. */
    onDelete: z.enum(["keep", "retract"]).default("keep"),
    skipRows: SkipRows.optional(),
    /** The sheet of a workbook; by default the one whose header is best known. */
    sheet: z.string().min(1).optional(),
    /** A file with fewer rows is never rejected for its percentage of bad ones. */
    percentFromRows: z.int().min(0).optional(),
    /** The first cell of a closing line. Its second cell states the number of rows. */
    trailer: z.string().min(1).optional(),
  }),
  slaProperties: z
    .array(
      z.strictObject({
        property: z.enum(["frequency", "latency", "volumeDropPercent"]),
        value: z.number(),
        unit: z.string().optional(),
      }),
    )
    .default([]),
});
export type ContractDocument = z.infer<typeof ContractDocument>;

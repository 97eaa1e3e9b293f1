import { z } from "zod";
import { ChangesSetting } from "./changes-setting.ts";
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
  /** A line that leaves two or more of these columns blank: a heading, a payment, a page's number. */
  blank: z.array(identifier).min(2).optional(),
  /** Lines with one of these texts in the column of this header: receipts and payments between the lines of goods. */
  kinds: z.strictObject({ header: z.string().min(1), values: z.array(z.string().min(1)).min(1) }).optional(),
});

/** What the standard has no word for, of a feed. The texts are the reference that `daybook feeds reference` prints. */
export const feedSettings = {
  paths: z
    .array(z.string().min(1))
    .min(1)
    .describe("Where the files of the feed lie: {date} stands for a day, * for any text within a folder."),
  loadMode: LoadMode.describe(
    "daily: each file holds the rows of its date. snapshot: each file holds the whole table, and the newest counts. changes: each file holds inserts, updates and deletes, as the setting changes says.",
  ),
  changes: ChangesSetting.optional().describe(
    "Files of inserts, updates and deletes: key (columns that tell which row), operation and position (columns; the position in the source's log decides, never a clock or the order of arrival), previousKey and changedAt (columns), words (write, delete, before, snapshot: what the operation may say), paths (of such files beside plain ones).",
  ),
  businessDate: z.string().optional().describe("The required column that says on which day a row counts."),
  encoding: encoding
    .default("utf-8")
    .describe("The encoding of the files, such as windows-1252. A byte-order mark goes before it."),
  delimiter: z
    .string()
    .regex(/^[\t!#-/:-@[-`{-~]$/, "must be a tab or one ASCII punctuation mark, and not a quote")
    .optional()
    .describe("What separates cells. By default, the one with which the header is best known."),
  nullSpellings: z
    .array(z.string())
    .default(["", "NULL", "null", "N/A", "n/a", "NA", "\\N"])
    .describe("Texts that stand for a missing value."),
  maxRejectPercent: z
    .number()
    .min(0)
    .max(100)
    .default(5)
    .describe("A file with a larger share of bad rows is rejected as a whole."),
  newColumns: z
    .enum(["rescue", "reject"])
    .default("rescue")
    .describe("What happens to a column that the contract does not name."),
  controlCharacters: z
    .enum(["reject", "strip"])
    .default("reject")
    .describe("Whether a row with control characters is bad, or loses them."),
  emptyFile: z
    .enum(["reject", "accept"])
    .default("reject")
    .describe("Whether a file with a header and no rows is rejected."),
  onDelete: z
    .enum(["keep", "retract"])
    .default("keep")
    .describe("What happens to a file's rows when the file is removed from the bucket."),
  skipRows: SkipRows.optional().describe(
    "Lines that are no rows: first (before the header), last (at the end), where (words with which lines of totals begin), blank (columns of which they leave two or more blank), kinds (a header, and the texts below it that mark them). They are reported.",
  ),
  repeatedHeaders: z
    .enum(["reject", "rescue"])
    .optional()
    .describe(
      "Whether a file with two columns of one header is rejected (the default), or only if one of them is read: the city of a bill and of a parcel.",
    ),
  trailingDelimiters: z
    .boolean()
    .optional()
    .describe("Rows may end in delimiters with nothing behind them, which the header lacks."),
  headerRows: z
    .int()
    .min(1)
    .max(2)
    .optional()
    .describe(
      "2 if the header has two rows: a word of the upper one stands before those below it, also over blank cells to its right.",
    ),
  fillDown: z
    .array(identifier)
    .min(1)
    .optional()
    .describe(
      "Columns whose blank cells repeat the cell above, in rows that leave the first of them blank or repeat it: lines of an order.",
    ),
  sheet: z
    .string()
    .min(1)
    .optional()
    .describe("The sheet of a workbook; by default the one whose header is best known."),
  percentFromRows: z
    .int()
    .min(0)
    .optional()
    .describe("A file with fewer rows is rejected for bad ones only if all of them are."),
  duplicates: z
    .enum(["keep", "quarantine", "reject"])
    .optional()
    .describe(
      "Of transactions: what becomes of a line with the invoice, product, quantity, time, price and discount of an earlier one. quarantine (the default) keeps the first, keep keeps all, reject refuses a file that holds such lines.",
    ),
  reads: z
    .array(z.string().regex(/^[a-z_]\w*\.[a-z_]\w*$/i, "must be a table such as raw.products"))
    .optional()
    .describe("Tables that the feed's own .sql reads beside its raw and its clean table."),
  trailer: z
    .string()
    .min(1)
    .optional()
    .describe("The first cell of a closing line. Its second cell states the number of rows."),
};

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
  customProperties: customProperties(feedSettings),
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

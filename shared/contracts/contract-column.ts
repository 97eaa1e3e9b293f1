import { z } from "zod";
import { NumberFormat } from "./number-format.ts";

export const identifier = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "must be a plain identifier: letters, digits, underscore");

/** Turns `[{ property, value }]` into an object. Rejects a property that is given twice. */
export const customProperties = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .array(z.strictObject({ property: z.string(), value: z.unknown() }))
    .default([])
    .transform((list, context) => {
      const names = list.map(({ property }) => property);
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice !== undefined) context.addIssue({ code: "custom", message: `"${twice}" is given twice` });
      return Object.fromEntries(list.map(({ property, value }) => [property, value]));
    })
    .pipe(z.strictObject(shape));

/** `hold` keeps a whole file back until a person releases or refuses it. */
export const Severity = z.enum(["reject_file", "hold", "quarantine", "warn"]);
/** What a check of a whole file can lead to. */
export const FileSeverity = z.enum(["reject_file", "hold", "warn"]);
export type FileSeverity = z.infer<typeof FileSeverity>;
/** What a check that needs other rows can lead to: it runs after the file was accepted. */
export const SetSeverity = z.enum(["quarantine", "warn"]);
export type Severity = z.infer<typeof Severity>;

const bound = z.union([z.number(), z.string()]);

const ColumnCheck = z.discriminatedUnion("metric", [
  z.strictObject({
    metric: z.literal("invalidValues"),
    arguments: z
      .strictObject({
        minimum: bound.optional(),
        maximum: bound.optional(),
        exclusiveMinimum: bound.optional(),
        maxLength: z.int().positive().optional(),
        validValues: z.array(z.string()).min(1).optional(),
        /** RE2 syntax: matching is linear in the length of the value for any pattern. */
        pattern: z.string().max(500).optional(),
        currency: z.literal(true).optional(),
        /** The column that names the currency: an amount in yen has no decimals. */
        wholeUnitsOf: identifier.optional(),
      })
      .refine((given) => Object.keys(given).length > 0, "needs at least one argument"),
    severity: Severity,
    description: z.string().optional(),
  }),
  z.strictObject({
    metric: z.literal("nullValues"),
    unit: z.literal("percent"),
    mustBeLessOrEqualTo: z.number().min(0).max(100),
    severity: FileSeverity,
    description: z.string().optional(),
  }),
  /** The value must stand in a column of another feed, once that feed has any rows. */
  z.strictObject({
    metric: z.literal("references"),
    arguments: z.strictObject({
      feed: identifier,
      column: identifier,
      /** A row that gives this column says itself what it would otherwise take from the other feed: it may refer to nothing. */
      unlessGiven: identifier.optional(),
    }),
    severity: SetSeverity,
    description: z.string().optional(),
  }),
]);
export type ColumnCheck = z.infer<typeof ColumnCheck>;

/** What the standard has no word for, of a column. The texts are the reference that `daybook feeds reference` prints. */
export const columnSettings = {
  aliases: z
    .array(z.string().min(1))
    .default([])
    .describe("Other headers under which files have the column. Case, spaces and punctuation do not count."),
  nullSpellings: z
    .array(z.string())
    .optional()
    .describe("Spellings of a missing value, in addition to the feed's."),
  default: z.string().optional().describe("Used if the file lacks the column or a value is missing."),
  signsIn: identifier
    .optional()
    .describe(
      "Of a currency: where it is not named, it is the one whose sign or code stands in this column.",
    ),
  orElse: identifier
    .optional()
    .describe("Another column of the feed, whose cell this one takes in a file that does not have it."),
  formats: z
    .array(z.string().min(2))
    .default([])
    .describe(
      "strptime formats tried in order after ISO 8601; unix and unix-ms count from 1970, excel is the serial number of a day.",
    ),
  fileDate: z
    .boolean()
    .optional()
    .describe("A file without the column has it in its name: the value of every row is the file's {date}."),
  monthNames: z
    .boolean()
    .optional()
    .describe("Dates name their month in another European language: 26. Februar 2024 reads as 26. Feb 2024."),
  onlyAliases: z
    .boolean()
    .optional()
    .describe("Its aliases alone head the column: a file has another column of its name."),
  decimalComma: z.boolean().default(false).describe("Numbers are written 1.234,56."),
  numberFormat: NumberFormat.optional().describe(
    'How numbers are written: decimal ("." or ","), thousands (".", ",", " " or "\'"), marks (currency signs, units, and (5) or 5- for minus five).',
  ),
  timeColumn: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("Headers of a second column, with the time of day. It is joined to the date by a space."),
  dayColumns: z
    .tuple([z.string().min(1), z.string().min(1)])
    .optional()
    .describe(
      "Headers of two more columns, with the month and the day. They are joined to the year by hyphens: 2024-3-9, or 2024-Mar-9.",
    ),
  dividedBy: identifier
    .optional()
    .describe(
      "The column holds a total: its value is that total divided by this column's, such as a line's total by its quantity.",
    ),
  hundredths: z.boolean().optional().describe("The file has cents: its numbers are divided by 100."),
  fractionOf: z
    .array(identifier)
    .min(1)
    .max(2)
    .optional()
    .describe(
      "The column holds an amount: its value is the share that the amount is of the product of these columns, such as a discount of the line's price.",
    ),
  percents: z.boolean().optional().describe("The file has percents, with or without their sign: 15 is 0.15."),
  negativeFlips: identifier
    .optional()
    .describe(
      "A negative value is written as a positive one, and this column is negative instead: a refund is a return.",
    ),
  negativeWhere: z
    .strictObject({ column: identifier, values: z.array(z.string().min(1)).min(1) })
    .optional()
    .describe(
      "Rows in which another column has one of these texts, in any case, count as negative: refunds in a till's journal.",
    ),
  upperCase: z.boolean().default(false).describe("Texts are stored in upper case."),
  wholeNumberText: z
    .boolean()
    .default(false)
    .describe("For identifiers that a spreadsheet wrote as numbers: 17850.0 is 17850."),
  subject: z
    .boolean()
    .default(false)
    .describe("The column names the person that a row is about. daybook erase finds rows by it."),
};

export const Property = z.strictObject({
  name: identifier,
  physicalType: z.enum(["STRING", "INT64", "FLOAT64", "NUMERIC", "BOOL", "DATE", "DATETIME", "TIMESTAMP"]),
  description: z.string().optional(),
  required: z.boolean().default(false),
  classification: z.enum(["pii", "public"]).default("public"),
  quality: z.array(ColumnCheck).default([]),
  customProperties: customProperties(columnSettings),
});
export type Property = z.infer<typeof Property>;

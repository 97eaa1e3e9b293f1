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

export const Property = z.strictObject({
  name: identifier,
  physicalType: z.enum(["STRING", "INT64", "FLOAT64", "NUMERIC", "BOOL", "DATE", "DATETIME", "TIMESTAMP"]),
  description: z.string().optional(),
  required: z.boolean().default(false),
  classification: z.enum(["pii", "public"]).default("public"),
  quality: z.array(ColumnCheck).default([]),
  customProperties: customProperties({
    aliases: z.array(z.string().min(1)).default([]),
    /** Spellings of a missing value, in addition to the feed's. */
    nullSpellings: z.array(z.string()).optional(),
    /** Used if the file lacks the column or a value is missing. */
    default: z.string().optional(),
    /** Another column of the feed, whose cell this one takes in a file that does not have it. */
    orElse: identifier.optional(),
    /** strptime formats tried in order after ISO 8601. */
    formats: z.array(z.string().min(2)).default([]),
    /** Dates name their month in another European language: 26. Februar 2024 reads as 26. Feb 2024. */
    monthNames: z.boolean().default(false),
    /** Its aliases alone head the column: a file has another column of its name. */
    onlyAliases: z.boolean().default(false),
    decimalComma: z.boolean().default(false),
    numberFormat: NumberFormat.optional(),
    /** Headers of a second column, with the time of day. It is joined to the date by a space. */
    timeColumn: z.array(z.string().min(1)).min(1).optional(),
    /** The column holds a total: its value is that total divided by this column's, such as a line's total by its quantity. */
    dividedBy: identifier.optional(),
    /** A negative value is written as a positive one, and this column is negative instead: a refund is a return. */
    negativeFlips: identifier.optional(),
    /** Rows in which another column has one of these texts, in any case, count as negative: refunds in a till's journal. */
    negativeWhere: z
      .strictObject({ column: identifier, values: z.array(z.string().min(1)).min(1) })
      .optional(),
    upperCase: z.boolean().default(false),
    /** For identifiers that a spreadsheet wrote as numbers: `17850.0` is `17850`. */
    wholeNumberText: z.boolean().default(false),
    /** The column names the person that a row is about. `daybook erase` finds rows by it. */
    subject: z.boolean().default(false),
  }),
});
export type Property = z.infer<typeof Property>;

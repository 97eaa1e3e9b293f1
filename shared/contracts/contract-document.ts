import { z } from "zod";
import { type ContractFault, columnFaults } from "./column-rules.ts";
import { documentFaults } from "./document-rules.ts";

/**
 * The subset of the Open Data Contract Standard 3.1 that Daybook reads. What the standard has no word for
 * (aliases, paths, …) lives in its `customProperties`, so that other tools still read the file.
 */
const identifier = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "must be a plain identifier: letters, digits, underscore");

/** Turns `[{ property, value }]` into an object, refusing a property that is given twice. */
const properties = <Shape extends z.ZodRawShape>(shape: Shape) =>
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

/** Any spelling that the WHATWG knows, as its proper name. */
const encoding = z.string().transform((label, context) => {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    context.addIssue({ code: "custom", message: `the encoding "${label}" is not known` });
    return z.NEVER;
  }
});

export const Severity = z.enum(["reject_file", "quarantine", "warn"]);
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
        /** RE2 syntax: linear in the length of the value, whatever the pattern. */
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
    severity: z.enum(["reject_file", "warn"]),
    description: z.string().optional(),
  }),
]);
export type ColumnCheck = z.infer<typeof ColumnCheck>;

const RowCountCheck = z.strictObject({
  metric: z.literal("rowCount"),
  mustBeGreaterThan: z.int().min(0),
  severity: z.enum(["reject_file", "warn"]),
  description: z.string().optional(),
});

const PropertyShape = z.strictObject({
  name: identifier,
  physicalType: z.enum(["STRING", "INT64", "FLOAT64", "NUMERIC", "BOOL", "DATE", "DATETIME", "TIMESTAMP"]),
  description: z.string().optional(),
  required: z.boolean().default(false),
  classification: z.enum(["pii", "public"]).default("public"),
  quality: z.array(ColumnCheck).default([]),
  customProperties: properties({
    aliases: z.array(z.string().min(1)).default([]),
    /** Spellings that mean "no value", beside the feed's own. */
    nullSpellings: z.array(z.string()).optional(),
    /** Used where the file has no such column, and where a value is missing. */
    default: z.string().optional(),
    /** strptime formats tried in order after ISO 8601. */
    formats: z.array(z.string().min(2)).default([]),
    decimalComma: z.boolean().default(false),
    upperCase: z.boolean().default(false),
    /** An identifier that a spreadsheet wrote as a number: `17850.0` is `17850`. */
    wholeNumberText: z.boolean().default(false),
    /** Says which person a row is about: `daybook erase` finds the person's rows by it. */
    subject: z.boolean().default(false),
  }),
});
export type Property = z.infer<typeof PropertyShape>;

/** Turns the faults that a function finds into zod's issues, which know their place in the file. */
const obeying =
  <Value>(faultsOf: (value: Value) => readonly ContractFault[]) =>
  (value: Value, context: z.core.$RefinementCtx<Value>): void => {
    for (const { path, message } of faultsOf(value))
      context.addIssue({ code: "custom", path: [...path], message });
  };

const DocumentShape = z.strictObject({
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
        /** `raw.` and the feed's name: a contract cannot choose another dataset. */
        physicalName: z.string(),
        properties: z.array(PropertyShape.superRefine(obeying(columnFaults))).min(1),
        quality: z.array(RowCountCheck).default([]),
      }),
    )
    .length(1),
  customProperties: properties({
    paths: z.array(z.string().min(1)).min(1),
    loadMode: z.enum(["daily", "snapshot"]),
    businessDate: z.string().optional(),
    encoding: encoding.default("utf-8"),
    delimiter: z
      .string()
      .regex(/^[\t!#-/:-@[-`{-~]$/, "must be a tab or one ASCII punctuation mark, and not a quote")
      .optional(),
    nullSpellings: z.array(z.string()).default(["", "NULL", "null", "N/A", "n/a", "NA", "\\N"]),
    maxRejectPercent: z.number().min(0).max(100).default(5),
    /** What becomes of a column that the contract does not name. */
    newColumns: z.enum(["rescue", "reject"]).default("rescue"),
    controlCharacters: z.enum(["reject", "strip"]).default("reject"),
    emptyFile: z.enum(["reject", "accept"]).default("reject"),
    /** What becomes of a file's rows when it is taken out of the bucket: they stay, or they go with it. */
    onDelete: z.enum(["keep", "retract"]).default("keep"),
    /** The first cell of a closing line whose second cell states how many rows came before it. */
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
export type ContractDocument = z.infer<typeof DocumentShape>;

export const ContractDocument = DocumentShape.superRefine(obeying(documentFaults));

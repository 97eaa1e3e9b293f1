import { createHash } from "node:crypto";
import type { ColumnType } from "../ports.ts";
import type { ColumnCheck, Property, Severity } from "./contract-column.ts";
import type { ContractDocument } from "./contract-document.ts";
import { type PathPattern, pathPattern } from "./path-pattern.ts";

type Settings = ContractDocument["customProperties"];

/** A contract as the pipeline uses it, with defaults filled in and names resolved. */
export interface Feed extends Readonly<Omit<Settings, "paths" | "nullSpellings">> {
  readonly name: string;
  readonly version: string;
  /** Changes with the contract: rows staged under another digest are staged again. */
  readonly digest: string;
  readonly table: string;
  readonly paths: readonly PathPattern[];
  /** The column that names the person a row is about. `daybook erase` finds rows by it. */
  readonly subject: string | undefined;
  readonly columns: readonly Column[];
  /** GoogleSQL that cleans the feed: the `<feed>.sql` beside its contract. Built-in subjects need none. */
  readonly sql: string | undefined;
  readonly minRows: { readonly moreThan: number; readonly severity: Severity } | undefined;
  readonly expects: Readonly<Record<"everyDays" | "withinHours" | "volumeDropPercent", number | undefined>>;
}

export interface Column extends Readonly<Omit<Property["customProperties"], "nullSpellings" | "subject">> {
  readonly name: string;
  readonly type: ColumnType;
  readonly required: boolean;
  readonly pii: boolean;
  readonly nullSpellings: readonly string[];
  readonly checks: readonly ValueCheck[];
  readonly maxNullPercent: { readonly limit: number; readonly severity: Severity } | undefined;
}

export type ValueCheck = Extract<ColumnCheck, { metric: "invalidValues" }>;

export const makeFeed = (document: ContractDocument, sql?: string): Feed => {
  const [table] = document.schema;
  if (!table) throw new Error("schema is empty");
  const { paths, nullSpellings, ...settings } = document.customProperties;
  const rowCount = table.quality[0];
  const sla = (name: string) => document.slaProperties.find(({ property }) => property === name)?.value;
  return {
    ...settings,
    name: document.name,
    version: document.version,
    digest: createHash("sha256").update(JSON.stringify(document)).digest("hex").slice(0, 12),
    table: table.physicalName,
    paths: paths.map(pathPattern),
    subject: table.properties.find(({ customProperties }) => customProperties.subject)?.name,
    columns: table.properties.map((property) => makeColumn(property, nullSpellings)),
    sql,
    minRows: rowCount && { moreThan: rowCount.mustBeGreaterThan, severity: rowCount.severity },
    expects: {
      everyDays: sla("frequency"),
      withinHours: sla("latency"),
      volumeDropPercent: sla("volumeDropPercent"),
    },
  };
};

/** Normalises a person's id, from a cell or a command, as ingest stores it. */
export const subjectText = ({ wholeNumberText, upperCase }: Column, text: string): string => {
  const cased = upperCase ? text.toUpperCase() : text;
  return wholeNumberText && cased.endsWith(".0") ? cased.slice(0, -2) : cased;
};

const makeColumn = (property: Property, feedNulls: readonly string[]): Column => {
  const nullLimit = property.quality.find((check) => check.metric === "nullValues");
  const { subject, aliases, nullSpellings = [], ...settings } = property.customProperties;
  return {
    name: property.name,
    type: property.physicalType,
    required: property.required,
    pii: property.classification === "pii",
    aliases,
    nullSpellings: [...feedNulls, ...nullSpellings],
    ...settings,
    checks: property.quality.filter((check) => check.metric === "invalidValues"),
    maxNullPercent: nullLimit && { limit: nullLimit.mustBeLessOrEqualTo, severity: nullLimit.severity },
  };
};

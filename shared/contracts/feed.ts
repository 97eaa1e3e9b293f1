import { parseRule } from "../quality/rule-reader.ts";
import { sha256Of } from "../sha256.ts";
import { changedColumn, changeRules, makeChanges } from "./changes.ts";
import type { ColumnCheck, Property } from "./contract-column.ts";
import type { ContractDocument } from "./contract-document.ts";
import type { TableCheck } from "./contract-table.ts";
import { pathPattern } from "./path-pattern.ts";

export type ValueCheck = Extract<ColumnCheck, { metric: "invalidValues" }>;

/** A contract as the pipeline uses it, with defaults filled in and names resolved. */
export type Feed = Readonly<ReturnType<typeof makeFeed>>;

export const makeFeed = (document: ContractDocument, sql?: string) => {
  const [table] = document.schema;
  if (!table) throw new Error("schema is empty");
  const { paths, nullSpellings, changes, ...settings } = document.customProperties;
  const rowCount = table.quality.find((check) => check.metric === "rowCount");
  const sla = (name: string) => document.slaProperties.find(({ property }) => property === name)?.value;
  return {
    ...settings,
    name: document.name,
    version: document.version,
    /** What a row is. */
    purpose: document.description?.purpose,
    /** Changes with the contract: rows staged under another digest are staged again. */
    digest: sha256Of(JSON.stringify(document)).slice(0, 12),
    table: table.physicalName,
    paths: [...paths, ...(changes?.paths ?? [])].map(pathPattern),
    /** How files of inserts, updates and deletes are folded, if the feed has any. */
    changes: changes && makeChanges(changes),
    /** The column that names the person a row is about. `daybook erase` finds rows by it. */
    subject: table.properties.find(({ customProperties }) => customProperties.subject)?.name,
    columns: table.properties.map((property) => changedColumn(makeColumn(property, nullSpellings), changes)),
    /** GoogleSQL that cleans the feed: the `<feed>.sql` beside its contract. Built-in subjects need none. */
    sql,
    /** What holds across the columns of each row. */
    rules: [
      ...table.quality.filter((check) => check.metric === "rule").map(makeRule),
      ...(changes ? changeRules(changes).map(makeChangeRule) : []),
    ],
    /** Columns whose values together stand on one row of the feed only. */
    keys: table.quality.filter((check) => check.metric === "duplicateValues").map(makeKey),
    /** Rows that need an earlier row, as a return needs a sale. */
    earlierRows: table.quality.filter((check) => check.metric === "earlierRow").map(makeEarlierRow),
    /** Totals of the rows of another feed. */
    sums: table.quality.filter((check) => check.metric === "sumOfRows").map(makeSum),
    minRows: rowCount && { moreThan: rowCount.mustBeGreaterThan, severity: rowCount.severity },
    expects: {
      everyDays: sla("frequency"),
      withinHours: sla("latency"),
      volumeDropPercent: sla("volumeDropPercent"),
    },
  };
};

export type Column = Readonly<ReturnType<typeof changedColumn<ReturnType<typeof makeColumn>>>>;

const makeColumn = (property: Property, feedNulls: readonly string[]) => {
  const nullLimit = property.quality.find((check) => check.metric === "nullValues");
  const { subject, aliases, nullSpellings = [], ...settings } = property.customProperties;
  return {
    name: property.name,
    description: property.description,
    type: property.physicalType,
    required: property.required,
    pii: property.classification === "pii",
    aliases,
    nullSpellings: [...feedNulls, ...nullSpellings],
    ...settings,
    checks: property.quality.filter((check) => check.metric === "invalidValues"),
    references: property.quality
      .filter((check) => check.metric === "references")
      .map(({ arguments: to, severity }) => ({ ...to, severity })),
    maxNullPercent: nullLimit && { limit: nullLimit.mustBeLessOrEqualTo, severity: nullLimit.severity },
  };
};

type Of<Metric extends TableCheck["metric"]> = Extract<TableCheck, { metric: Metric }>;

const makeRule = ({ arguments: { name, holds }, severity, description }: Of<"rule">) => ({
  name,
  holds,
  expression: parseRule(holds),
  severity,
  description,
});

const makeChangeRule = (rule: ReturnType<typeof changeRules>[number]) => ({
  ...rule,
  expression: parseRule(rule.holds),
  severity: "quarantine" as const,
});

const makeKey = ({ arguments: { properties, unlessRepeatedPercent }, severity }: Of<"duplicateValues">) => ({
  columns: properties,
  unlessRepeatedPercent,
  severity,
});

const makeEarlierRow = ({
  arguments: { rows, needs, ...check },
  severity,
  description,
}: Of<"earlierRow">) => ({
  ...check,
  severity,
  rows: parseRule(rows),
  needs: parseRule(needs),
  description,
});

const makeSum = ({ arguments: { of, ...check }, severity, description }: Of<"sumOfRows">) => ({
  ...check,
  severity,
  of: parseRule(of),
  description,
});

/** Normalises a person's id, from a cell or a command, as ingest stores it. */
export const subjectText = ({ wholeNumberText, upperCase }: Column, text: string): string => {
  const cased = upperCase ? text.toUpperCase() : text;
  return wholeNumberText && cased.endsWith(".0") ? cased.slice(0, -2) : cased;
};

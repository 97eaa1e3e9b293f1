const logical: Readonly<Record<string, string>> = {
  STRING: "string",
  INT64: "integer",
  FLOAT64: "number",
  NUMERIC: "number",
  BOOL: "boolean",
  DATE: "date",
  DATETIME: "timestamp",
  TIMESTAMP: "timestamp",
};

export const logicalType = (physicalType: string): string => logical[physicalType] ?? "string";

const byLogical: Readonly<Record<string, string>> = {
  string: "STRING",
  integer: "INT64",
  number: "NUMERIC",
  boolean: "BOOL",
  date: "DATE",
  timestamp: "DATETIME",
};

/** Types of other engines, by how their names begin. */
const byName: readonly (readonly [beginning: RegExp, type: string])[] = [
  [/^(decimal|numeric|number|money)/i, "NUMERIC"],
  [/^(float|double|real)/i, "FLOAT64"],
  [/^(big|small|tiny|medium)?int|^serial|^long|^short/i, "INT64"],
  [/^bool/i, "BOOL"],
  [/^timestamp(tz| ?_?with time| ?_?ltz)/i, "TIMESTAMP"],
  [/^(timestamp|datetime)/i, "DATETIME"],
  [/^date/i, "DATE"],
  [/^(var)?char|^text|^string|^uuid|^enum/i, "STRING"],
];

/** Daybook's type for a column of any contract; undefined for lists and objects, which no cell of a file holds. */
export const physicalTypeFor = (
  physical: string | undefined,
  logicalName: string | undefined,
): string | undefined => {
  if (physical !== undefined && physical in logical) return physical;
  const named = physical === undefined ? undefined : byName.find(([beginning]) => beginning.test(physical));
  return named?.[1] ?? (logicalName === undefined ? "STRING" : byLogical[logicalName]);
};

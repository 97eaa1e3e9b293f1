import type { SchemaElement } from "hyparquet";

/** Times as ISO 8601, with all digits. */
export const textParsers = {
  timestampFromMilliseconds: (millis: bigint) => timeText(millis * 1000n),
  timestampFromMicroseconds: (micros: bigint) => timeText(micros),
  timestampFromNanoseconds: (nanos: bigint) => timeText(nanos / 1000n),
  dateFromDays: (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10),
};

const timeText = (micros: bigint): string => {
  const millis = Number(micros / 1000n);
  const rest = String(((micros % 1000n) + 1000n) % 1000n).padStart(3, "0");
  const text = new Date(millis).toISOString().replace("T", " ").slice(0, 23);
  return `${text}${rest}`.replace(/\.?0{1,6}$/, "");
};

/** What a cell says, by the type of its column. */
export const columnText = (column: SchemaElement | undefined): ((value: unknown) => unknown) => {
  if (column?.converted_type === "DECIMAL") {
    const scale = column.scale ?? 0;
    return (value) => (typeof value === "number" ? value.toFixed(scale) : plain(value));
  }
  // 19.9 in four bytes is 19.899999618530273.
  if (column?.type === "FLOAT")
    return (value) => (typeof value === "number" ? Number(value.toPrecision(7)) : plain(value));
  const logical = column?.logical_type;
  if (logical?.type === "TIMESTAMP" && logical.isAdjustedToUTC)
    return (value) => (typeof value === "string" ? `${value}Z` : plain(value));
  return plain;
};

/** As JSON has it, so that nested values are read alike. */
const plain = (value: unknown): unknown => {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
};

import type { Row, Scalar } from "./ports.ts";

/** Exact numbers arrive as text, so the format decides. */
export const isNumber = (value: Scalar): boolean =>
  typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));

/** RFC 4180; text that a spreadsheet would run as a formula is made plain text. */
export const csvText = (rows: readonly Row[]): string => {
  const [first] = rows;
  if (!first) return "";
  const names = Object.keys(first);
  const lines = [names.map(cell), ...rows.map((row) => names.map((name) => cell(row[name] ?? null)))];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
};

const cell = (value: Scalar): string => {
  if (value === null) return "";
  const text = String(value);
  const harmless = !isNumber(value) && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

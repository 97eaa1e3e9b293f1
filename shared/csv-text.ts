import type { Row, Scalar } from "./ports.ts";
import { withoutControls } from "./words.ts";

/** Exact numbers arrive as text, so the format decides. */
export const isNumber = (value: Scalar): boolean =>
  typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));

/** RFC 4180; text that a spreadsheet would run as a formula is made plain text. */
export const csvText = (
  rows: readonly Row[],
  names: readonly string[] = Object.keys(rows[0] ?? {}),
): string => {
  if (names.length === 0) return "";
  const lines = [names.map(cell), ...rows.map((row) => names.map((name) => cell(row[name] ?? null)))];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
};

/** A number that came as text is no formula, though it may begin with a minus. */
const cell = (value: Scalar): string => (isNumber(value) ? String(value) : csvCell(value));

/** A spreadsheet runs text that begins with one of these. https://owasp.org/www-community/attacks/CSV_Injection */
const formulaStart = /^[=+\-@\t\r\n]/;

export const csvCell = (value: Scalar | undefined): string => {
  if (value === null || value === undefined) return "";
  const plain = withoutControls(String(value));
  const text = typeof value === "string" && formulaStart.test(value) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

import type { Row, Scalar } from "../../../shared/ports.ts";
import { counted } from "../../../shared/words.ts";
import { table } from "./table.ts";

/** Exact numbers arrive as text, so the format decides. */
const isNumber = (value: Scalar): boolean =>
  typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));

/** The rows of a query as a table; no digit is added, grouped or rounded. */
export const resultText = (rows: readonly Row[]): string => {
  const [first] = rows;
  if (!first) return "(no rows)";
  const names = Object.keys(first);
  const columns = names.map((head) => ({
    head,
    right: rows.every((row) => row[head] === null || isNumber(row[head] ?? null)),
  }));
  const cells = rows.map((row) => names.map((name) => cellText(row[name] ?? null)));
  return `${table(columns, cells)}\n(${counted(rows.length, "row")})`;
};

const cellText = (value: Scalar): string => (value === null ? "NULL" : String(value));

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

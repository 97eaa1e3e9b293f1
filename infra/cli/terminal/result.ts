import { isNumber } from "../../../shared/csv-text.ts";
import type { Row, Scalar } from "../../../shared/ports.ts";
import { counted } from "../../../shared/words.ts";
import { table } from "./table.ts";

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

export { csvText } from "../../../shared/csv-text.ts";

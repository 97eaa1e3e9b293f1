import { csvCell } from "../../../shared/csv-text.ts";

type Cell = string | number | null | undefined;

export const csv = (heads: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [heads, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");

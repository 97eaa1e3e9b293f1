import { writeFileSync } from "node:fs";
import { extname } from "node:path";
import type { Explored } from "../../../shared/ports.ts";
import { counted, number, printable, withoutControls } from "../../../shared/words.ts";
import { WrongUsage } from "../entry-point.ts";
import { csvText, resultText } from "../terminal/result.ts";
import { facts } from "../terminal/table.ts";

/** How an answer is written. `records` is one line a value, for rows that are wider than the screen. */
export const formats = ["table", "records", "csv", "json"] as const;
export type Format = (typeof formats)[number];
export type FileFormat = "csv" | "json" | "parquet";

export const formatOfFile = (path: string): FileFormat => {
  const ending = extname(path).slice(1).toLowerCase();
  if (ending === "csv" || ending === "json" || ending === "parquet") return ending;
  throw new WrongUsage(`${path}: its name must end in .csv, .json or .parquet`);
};

export const answerText = ({ rows, columns }: Explored, format: Format): string => {
  if (format === "csv") return csvText(rows, columns);
  if (format === "json") return withoutControls(JSON.stringify(rows, null, 2));
  if (format === "table" || rows.length === 0) return resultText(rows);
  const record = (row: (typeof rows)[number], index: number) =>
    `─ row ${number(index + 1)} ─\n${facts(columns.map((name) => [printable(name), shown(row[name] ?? null)]))}`;
  return `${rows.map(record).join("\n")}\n(${counted(rows.length, "row")})`;
};

const shown = (value: string | number | boolean | null): string =>
  value === null ? "NULL" : printable(String(value));

/** Nobody else may read a file of customers that a question made. */
const mode = 0o600;

export const writeAnswer = (path: string, explored: Explored): string => {
  const format = formatOfFile(path);
  writeFileSync(path, format === "parquet" ? (explored.parquet ?? "") : answerText(explored, format), {
    mode,
  });
  return format === "parquet" ? `Written to ${path}` : `${counted(explored.rows.length, "row")} in ${path}`;
};

/** A file that lacks rows looks like one that has them all. */
export const refuseIncomplete = ({ truncated }: Explored, mostRows: number): void => {
  if (truncated)
    throw new Error(
      `the answer has more than ${number(mostRows)} rows, so nothing was written: ask for fewer, or raise --max-rows`,
    );
};

export const moreRows = (mostRows: number): string =>
  `These are the first ${counted(mostRows, "row")}; there are more: --max-rows shows them.`;

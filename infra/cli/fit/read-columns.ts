import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { TextColumn } from "../../../functions/operations/fit/cells.ts";
import { messageOf, RejectedInput } from "../../../shared/errors.ts";
import { literal } from "../../duckdb-sql.ts";
import { readHead, type TextHead } from "./text-head.ts";

/** Reads every cell of a CSV file as text, column by column. */
export const readColumns = async (file: string): Promise<readonly TextColumn[]> => {
  const head = readHead(file);
  const folder = mkdtempSync(join(tmpdir(), "daybook-columns-"));
  try {
    if (head.decoded === undefined) return await queryColumns(file, file, head);
    const copy = join(folder, "decoded.csv");
    writeFileSync(copy, head.decoded);
    return await queryColumns(copy, file, head);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const queryColumns = async (path: string, file: string, { delimiter, lineEnd, names }: TextHead) => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  // DuckDB guesses nothing when everything is given: a line with other columns is an error with its number.
  const types = names.map((_, place) => `c${place}: 'VARCHAR'`).join(", ");
  try {
    const reader = await connection.runAndReadAll(
      `select * from read_csv(${literal(escapePattern(path))}, auto_detect = false, header = true, delim = ${literal(delimiter)},${lineEnd === undefined ? "" : ` new_line = ${literal(lineEnd)},`} quote = '"', escape = '"', columns = {${types}})`,
    );
    const cells = reader.getColumnsJS();
    return names.map((name, column) => ({
      name,
      cells: (cells[column] ?? []).map((cell) => (cell === null ? "" : String(cell))),
    }));
  } catch (error) {
    throw new RejectedInput(`${file} cannot be read as CSV: ${shortReason(messageOf(error))}`, {
      cause: error,
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

/** read_csv takes patterns: escapes their signs, so that the name means one file. */
const escapePattern = (file: string): string => file.replaceAll(/[*?[]/g, "[$&]");

/** DuckDB's message lists options that the user cannot set; keeps the line and the reason. */
const shortReason = (message: string): string => {
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
  if (line && expected)
    return `line ${line} has ${Number(found) > Number(expected) ? "more" : "fewer"} cells than the ${expected} columns of the header`;
  if (message.includes("invalid state"))
    return "its line ends differ, or a quote is misplaced; save it again from one program";
  const why = /^(?!CSV Error|Original Line)[A-Z].*$/m.exec(message.replace("Invalid Input Error: ", ""))?.[0];
  return line ? `line ${line}: ${why ?? "it is damaged"}` : (why ?? message.split("\n", 1).join());
};

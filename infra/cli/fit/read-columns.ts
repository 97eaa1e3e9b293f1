import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Column } from "../../../functions/operations/fit/cells.ts";
import { messageOf, RejectedInput } from "../../../shared/errors.ts";
import { literal } from "../../duckdb-sql.ts";
import { ColumnBuilder } from "./column-builder.ts";
import { asNumber, isPlainNumber } from "./plain-numbers.ts";
import { readHead, type TextHead } from "./text-head.ts";

/** Reads every cell of a CSV file, column by column: as numbers where all are plain numbers, as text elsewhere. */
export const readColumns = async (file: string): Promise<readonly Column[]> => {
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

const queryColumns = async (path: string, file: string, head: TextHead): Promise<readonly Column[]> => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  try {
    return await readTwice(connection, csvIn(path, head), head.columns);
  } catch (error) {
    throw new RejectedInput(`${file} cannot be read as CSV: ${shortReason(messageOf(error))}`, {
      cause: error,
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

/** DuckDB guesses nothing when everything is given: a line with other columns is an error with its number. */
const csvIn = (path: string, { delimiter, lineEnd, columns }: TextHead): string => {
  const types = columns.map((_, place) => `c${place}: 'VARCHAR'`).join(", ");
  return `read_csv(${literal(escapePattern(path))}, auto_detect = false, header = true, delim = ${literal(delimiter)},${lineEnd === undefined ? "" : ` new_line = ${literal(lineEnd)},`} quote = '"', escape = '"', columns = {${types}})`;
};

/** First to see which columns are numbers, then in blocks: the texts of a large table would not fit into memory. */
const readTwice = async (
  connection: DuckDBConnection,
  csv: string,
  columns: TextHead["columns"],
): Promise<readonly Column[]> => {
  const tests = columns.map((_, place) => isPlainNumber(`c${place}`)).join(", ");
  const facts = await connection.runAndReadAll(`select count(*), ${tests} from ${csv}`);
  const [rows, ...plain] = facts.getRowsJS()[0] ?? [];
  const builders = columns.map(
    (column, place) => new ColumnBuilder(column, plain[place] === true, Number(rows)),
  );
  const wanted = builders.map(({ isNumeric }, place) => (isNumeric ? asNumber(`c${place}`) : `c${place}`));
  const blocks = await connection.stream(`select ${wanted.join(", ")} from ${csv}`);
  for await (const block of blocks)
    for (const [place, builder] of builders.entries()) builder.add(block.getColumnValues(place));
  return builders.map((builder) => builder.column());
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

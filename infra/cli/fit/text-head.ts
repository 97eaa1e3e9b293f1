import { isAscii, isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { messageOf, RejectedInput } from "../../../shared/errors.ts";

/** The facts that reading a table's file needs. */
export type TextHead = ReturnType<typeof readHead>;

const headBytes = 256 * 1024;
/** Ends at the first line break outside quotes: a spreadsheet's heading may contain line breaks. */
const firstRecord = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/;

export const readHead = (file: string) => {
  const bytes = readBytes(file);
  const encoding = detectEncoding(bytes);
  const head = new TextDecoder(encoding).decode(bytes.subarray(0, headBytes));
  if (head.trim() === "") throw new RejectedInput(`${file} is empty; its first line must name the columns`);
  if (head.includes("\0"))
    throw new RejectedInput(
      `${file} is not text; if it comes from a spreadsheet or a database, save the table as CSV first`,
    );
  const [header = ""] = firstRecord.exec(head) ?? [];
  const delimiter = detectDelimiter(header);
  /** The whole text, if the file is not in UTF-8. */
  const decoded = encoding === "utf-8" ? undefined : new TextDecoder(encoding).decode(bytes);
  /** Escaped, such as \\r\\n. Set only if a quoted heading contains line breaks, in which DuckDB would look for the line end. */
  const lineEnd = /[\r\n]/.test(header) ? lineEndAfter(head, header) : undefined;
  return { delimiter, lineEnd, columns: columnNames(header, delimiter), decoded };
};

const lineEndAfter = (head: string, header: string): string => {
  const [end = "\n"] = /^(\r\n|\r|\n)/.exec(head.slice(header.length)) ?? [];
  return JSON.stringify(end).slice(1, -1);
};

const readBytes = (file: string): Buffer => {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new RejectedInput(`${file}: there is no such file`);
  if (!found.isFile()) throw new RejectedInput(`${file} is a folder; name one CSV file in it`);
  try {
    const stored = readFileSync(file);
    return file.endsWith(".gz") ? gunzipSync(stored) : stored;
  } catch (error) {
    throw new RejectedInput(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
};

/** A file that is neither UTF-8 nor marked as UTF-16 comes from an older Windows program. */
const detectEncoding = (bytes: Buffer): "utf-8" | "utf-16le" | "windows-1252" => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return isAscii(bytes) || isUtf8(bytes) ? "utf-8" : "windows-1252";
};

/** The delimiter that divides the header into most parts. */
const detectDelimiter = (header: string): string => {
  const bare = header.replaceAll(/"[^"]*"/g, "");
  const parts = (delimiter: string) => bare.split(delimiter).length;
  return [",", ";", "\t", "|"].reduce((best, each) => (parts(each) > parts(best) ? each : best));
};

/** A column's own name, and the one in the file if an earlier column has it too. */
interface ColumnName {
  readonly name: string;
  readonly copyOf?: string;
}

/** Names are made unique: the second "size" is "size_1". */
const columnNames = (header: string, delimiter: string): readonly ColumnName[] => {
  const cell = new RegExp(`("(?:[^"]|"")*"|[^${delimiter}]*)(?:[${delimiter}]|$)`, "g");
  const texts = Array.from(`${header}${delimiter}`.matchAll(cell), ([, text = ""]) => text.trim()).slice(
    0,
    -1,
  );
  const taken = new Set<string>();
  return texts.map((text, place) => {
    const plain = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"').trim() : text;
    const name = plain.replaceAll(/\s+/g, " ") || `column${place}`;
    let own = name;
    for (let copy = 1; taken.has(own); copy++) own = `${name}_${copy}`;
    taken.add(own);
    return own === name ? { name } : { name: own, copyOf: name };
  });
};

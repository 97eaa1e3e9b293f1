import { isAscii, isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { messageOf, RejectedInput } from "../../../shared/errors.ts";

/** What must be known of a table's file before it is read. */
export interface TextHead {
  readonly delimiter: string;
  readonly names: readonly string[];
  /** Told only where the header has lines of its own, in which DuckDB would look for it: a backslash and a letter each. */
  readonly lineEnd: string | undefined;
  /** All of the text, where the file is not in UTF-8. */
  readonly decoded: string | undefined;
}

const headBytes = 256 * 1024;
/** To the first line break that is in no quotes: a spreadsheet's heading may have lines of its own. */
const firstRecord = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/;

export const headOf = (file: string): TextHead => {
  const bytes = bytesOf(file);
  const encoding = encodingOf(bytes);
  const head = new TextDecoder(encoding).decode(bytes.subarray(0, headBytes));
  if (head.trim() === "") throw new RejectedInput(`${file} is empty; its first line must name the columns`);
  if (head.includes("\0"))
    throw new RejectedInput(
      `${file} is no text; if it is from a spreadsheet or a database, save the table as CSV first`,
    );
  const [header = ""] = firstRecord.exec(head) ?? [];
  const delimiter = delimiterOf(header);
  const decoded = encoding === "utf-8" ? undefined : new TextDecoder(encoding).decode(bytes);
  const lineEnd = /[\r\n]/.test(header) ? lineEndAfter(head, header) : undefined;
  return { delimiter, lineEnd, names: namesIn(header, delimiter), decoded };
};

const lineEndAfter = (head: string, header: string): string => {
  const [end = "\n"] = /^(\r\n|\r|\n)/.exec(head.slice(header.length)) ?? [];
  return JSON.stringify(end).slice(1, -1);
};

const bytesOf = (file: string): Buffer => {
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

/** What is neither UTF-8 nor marked as UTF-16 was written by an older program for Windows. */
const encodingOf = (bytes: Buffer): "utf-8" | "utf-16le" | "windows-1252" => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return isAscii(bytes) || isUtf8(bytes) ? "utf-8" : "windows-1252";
};

/** The one that cuts the first line into most parts. */
const delimiterOf = (header: string): string => {
  const bare = header.replaceAll(/"[^"]*"/g, "");
  const parts = (delimiter: string) => bare.split(delimiter).length;
  return [",", ";", "\t", "|"].reduce((best, each) => (parts(each) > parts(best) ? each : best));
};

/** No two are alike: the second "size" is "size_1". */
const namesIn = (header: string, delimiter: string): readonly string[] => {
  const cell = new RegExp(`("(?:[^"]|"")*"|[^${delimiter}]*)(?:[${delimiter}]|$)`, "g");
  const texts = Array.from(`${header}${delimiter}`.matchAll(cell), ([, text = ""]) => text.trim()).slice(
    0,
    -1,
  );
  const names: string[] = [];
  for (const [place, text] of texts.entries()) {
    const plain = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"').trim() : text;
    const name = plain.replaceAll(/\s+/g, " ") || `column${place}`;
    const copies = names.filter((each) => each === name || each.startsWith(`${name}_`)).length;
    names.push(names.includes(name) ? `${name}_${copies}` : name);
  }
  return names;
};

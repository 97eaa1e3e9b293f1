import { RejectedInput } from "../../../shared/errors.ts";
import { utf8 } from "../decode.ts";
import { peek } from "../peek.ts";
import { inChunks } from "./csv-text.ts";
import { jsonDocumentLines } from "./json-document.ts";
import { jsonTextLines } from "./json-lines.ts";
import { isWorkbook } from "./workbook.ts";
import { type SheetChoice, workbookLines } from "./workbook-text.ts";
import { archiveMembers, isArchive } from "./zip-archive.ts";

/** How to turn a file into text that the scanner reads. */
export interface Reading extends SheetChoice {
  /** Of a text file. Others say it themselves. */
  readonly encoding: string;
  /** The keys of a JSON Lines file, where it was read before. */
  readonly keys?: readonly string[];
}

/** Enough to tell a document from lines: the first line of the longest record. */
const headBytes = 64 * 1024;

/** Archives are read by the directory at their end, so they are held whole. */
const mostArchiveBytes = 256 * 1024 * 1024;

/** A text, JSON Lines, a workbook, or an archive with one of them, as UTF-8 text with delimiters. */
export async function* asText(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  reading: Reading,
): AsyncIterable<Uint8Array> {
  const { head, all } = await peek(bytes, headBytes);
  if (isArchive(head)) yield* archiveText(await whole(all), reading);
  else if (isOldWorkbook(head))
    throw new RejectedInput(
      "this is a workbook with a password or of Excel before 2007: save it as .xlsx without a password, or as CSV",
    );
  else if (isPage(head))
    throw new RejectedInput(
      "this is a web page or XML, whatever its name says: open it in a spreadsheet and save it as .xlsx or CSV",
    );
  else if (isParquet(head)) {
    // A large library that few files need.
    const { parquetLines } = await import("./parquet-text.ts");
    yield* inChunks(parquetLines(await whole(all), reading.delimiter));
  } else if (jsonKind(head, name) === "lines")
    yield* inChunks(jsonTextLines(utf8(all, "utf-8"), reading.delimiter, reading.keys));
  else if (jsonKind(head, name) === "document")
    yield* inChunks(jsonDocumentLines(utf8(all, "utf-8"), reading.delimiter));
  else yield* utf8(all, reading.encoding);
}

/** True for what is no text itself. */
export const isConverted = (head: Uint8Array, name: string): boolean =>
  isArchive(head) ||
  isParquet(head) ||
  isOldWorkbook(head) ||
  isPage(head) ||
  jsonKind(head, name) !== undefined;

/** What some programs call a workbook. */
const isPage = (head: Uint8Array): boolean =>
  /^\s*<(!doctype|html|table|\?xml)/i.test(new TextDecoder().decode(head.subarray(0, 200)));

const isParquet = (head: Uint8Array): boolean => new TextDecoder().decode(head.subarray(0, 4)) === "PAR1";

const isOldWorkbook = (head: Uint8Array): boolean =>
  head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0;

/** A first line that is an object is followed by others; a document spreads over lines, or has one. */
export const jsonKind = (head: Uint8Array, name: string): "lines" | "document" | undefined => {
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(name)) return "lines";
  const top = new TextDecoder().decode(head).trimStart();
  if (top.startsWith("[") && /^\[\s*[{[]/.test(top)) return "document";
  if (!/^\{\s*["}]/.test(top)) return undefined;
  return /^\{.*\}[ \t\r]*\n\s*\{/.test(top) ? "lines" : "document";
};

async function* archiveText(archive: Buffer, reading: Reading): AsyncIterable<Uint8Array> {
  const members = archiveMembers(archive);
  const outside = members.find(({ name }) => /(^|[\\/])\.\.([\\/]|$)|^([\\/]|[A-Za-z]:)/.test(name));
  if (outside)
    throw new RejectedInput(
      `the ZIP archive holds "${outside.name.slice(0, 60)}", a path that leads out of it: that is an attack or a mistake; pack the file anew`,
    );
  if (isWorkbook(members)) yield* inChunks(workbookLines(members, reading));
  else {
    // What an archiver on a Mac adds beside each file.
    const files = members.filter(({ name }) => !/(^|\/)(__MACOSX\/|\.)/.test(name));
    const [only] = files;
    if (!only || files.length > 1)
      throw new RejectedInput(
        `the ZIP archive holds ${files.length} files (${files
          .slice(0, 5)
          .map((file) => file.name.slice(0, 60))
          .join(", ")}); send one file in each archive`,
      );
    yield* asText(only.read(), only.name, reading);
  }
}

const whole = async (bytes: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > mostArchiveBytes)
      throw new RejectedInput(
        "archives and workbooks are read up to 256 MiB; send larger data as CSV, which may be gzipped",
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

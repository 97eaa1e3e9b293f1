import { RejectedInput } from "../../../shared/errors.ts";
import { utf8 } from "../decode.ts";
import { peek } from "../peek.ts";
import { inChunks } from "./csv-text.ts";
import { jsonTextLines } from "./json-lines.ts";
import { isWorkbook } from "./workbook.ts";
import { type SheetChoice, workbookLines } from "./workbook-text.ts";
import { archiveMembers, isArchive } from "./zip-archive.ts";

/** How to turn a file into text that the scanner reads. */
export interface Reading extends SheetChoice {
  /** Of a text file. Others say it themselves. */
  readonly encoding: string;
}

/** Archives are read by the directory at their end, so they are held whole. */
const mostArchiveBytes = 256 * 1024 * 1024;

/** A text, JSON Lines, a workbook, or an archive with one of them, as UTF-8 text with delimiters. */
export async function* asText(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  reading: Reading,
): AsyncIterable<Uint8Array> {
  const { head, all } = await peek(bytes, 8);
  if (isArchive(head)) yield* archiveText(await whole(all), reading);
  else if (head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0)
    throw new RejectedInput(
      "this is a workbook with a password or of Excel before 2007: save it as .xlsx without a password, or as CSV",
    );
  else if (/\.(jsonl|ndjson)(\.gz)?$/i.test(name))
    yield* inChunks(jsonTextLines(utf8(all, "utf-8"), reading.delimiter));
  else yield* utf8(all, reading.encoding);
}

async function* archiveText(archive: Buffer, reading: Reading): AsyncIterable<Uint8Array> {
  const members = archiveMembers(archive);
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

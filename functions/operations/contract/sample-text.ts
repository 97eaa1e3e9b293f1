import { createReadStream } from "node:fs";
import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import { decompressed } from "../../1-ingest/decompress.ts";
import { asText, isConverted } from "../../1-ingest/formats/as-text.ts";
import { peek } from "../../1-ingest/peek.ts";
import { type Encoding, encodingOf } from "./guess-encoding.ts";

/** The beginning is read whole. Of the rest, a part of each stretch shows ways of writing that only come later. */
const wholeBytes = 4 * 1024 * 1024;
const stretchBytes = 2 * 1024 * 1024;
const partBytes = 64 * 1024;
/** At the end stand totals and remarks. */
const endBytes = 64 * 1024;

export interface SampleText {
  readonly text: string;
  readonly encoding: Encoding;
  /** The file has a byte-order mark, which ingest reads by itself. */
  readonly hasMark: boolean;
}

/** Reads a sample of a file as ingest would, in the encoding that fits its bytes. Its first and last lines are in it. */
export const sampleText = async (path: string): Promise<SampleText> => {
  const { head, all } = await peek(decompressed(createReadStream(path)), 64 * 1024);
  if (isConverted(head, path)) {
    await all.return?.();
    return convertedText(path);
  }
  const bytes = await someBytes(all, encodingOf(Buffer.from(head)).encoding.startsWith("utf-16"));
  const { encoding, mark } = encodingOf(bytes);
  return {
    text: new TextDecoder(encoding).decode(bytes.subarray(mark)),
    encoding,
    hasMark: mark > 0,
  };
};

/** A workbook, JSON and Parquet say their encoding themselves; a text in an archive does not. */
const convertedText = async (path: string): Promise<SampleText> => {
  let encoding: Encoding = "utf-8";
  const readAs = () =>
    someBytes(
      asText(decompressed(createReadStream(path)), path, {
        encoding,
        delimiter: ",",
        knownHeaders: (cells) => cells.filter((cell) => meaningsOf(cell).length > 0).length,
      }),
    );
  try {
    return { text: (await readAs()).toString("utf8"), encoding, hasMark: false };
  } catch (error) {
    if (!(error instanceof RejectedInput) || !/not UTF-8/.test(error.message)) throw error;
    encoding = "windows-1252";
    return { text: (await readAs()).toString("utf8"), encoding, hasMark: false };
  }
};

const LF = 10;

/** Of two bytes a letter only the beginning: a line cannot be told by one byte. */
const someBytes = async (all: AsyncIterable<Uint8Array>, isWide = false): Promise<Buffer> => {
  const kept: Uint8Array[] = [];
  let last: Uint8Array[] = [];
  let [size, nextPart] = [0, wholeBytes + stretchBytes];
  for await (const chunk of all) {
    if (size < wholeBytes) kept.push(chunk);
    else if (isWide) break;
    else {
      if (size >= nextPart) {
        kept.push(wholeLines(chunk.subarray(0, partBytes)));
        nextPart = size + stretchBytes;
      }
      last = withLast(last, chunk);
    }
    size += chunk.length;
  }
  if (last.length === 0 || isWide) return Buffer.concat(kept);
  const head = Buffer.concat(kept);
  const end = Buffer.concat(last);
  const isLong = end.length > endBytes;
  return Buffer.concat([
    head.subarray(0, head.lastIndexOf(LF) + 1),
    isLong ? end.subarray(end.indexOf(LF, end.length - endBytes) + 1) : end,
  ]);
};

/** Without the cut lines at its ends. */
const wholeLines = (chunk: Uint8Array): Uint8Array =>
  chunk.subarray(chunk.indexOf(LF) + 1, chunk.lastIndexOf(LF) + 1);

const withLast = (last: readonly Uint8Array[], chunk: Uint8Array): Uint8Array[] => {
  const kept = [...last, chunk];
  let size = kept.reduce((sum, { length }) => sum + length, 0);
  while (kept.length > 1 && size - (kept[0]?.length ?? 0) >= endBytes) size -= kept.shift()?.length ?? 0;
  return kept;
};

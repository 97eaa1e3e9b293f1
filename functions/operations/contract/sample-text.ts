import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import { decompressed } from "../../1-ingest/decompress.ts";
import { asText } from "../../1-ingest/formats/as-text.ts";
import { isArchive } from "../../1-ingest/formats/zip-archive.ts";
import { peek } from "../../1-ingest/peek.ts";

/** Enough to see every way in which a column is written; more is not read. */
const sampleBytes = 32 * 1024 * 1024;

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export interface SampleText {
  readonly text: string;
  readonly encoding: Encoding;
  /** The file has a byte-order mark, which ingest reads by itself. */
  readonly hasMark: boolean;
  /** The whole file was read, so that its last lines are known. */
  readonly isWhole: boolean;
}

/** Reads the beginning of a file as ingest would, in the encoding that fits its bytes. */
export const sampleText = async (path: string): Promise<SampleText> => {
  const { head, all } = await peek(decompressed(createReadStream(path)), 8);
  if (isArchive(head) || /\.(jsonl|ndjson)(\.gz)?$/i.test(path)) {
    await all.return?.();
    return convertedText(path);
  }
  const { bytes, isWhole } = await firstBytes(all);
  const { encoding, mark } = encodingOf(bytes);
  return {
    text: new TextDecoder(encoding).decode(bytes.subarray(mark)),
    encoding,
    hasMark: mark > 0,
    isWhole,
  };
};

/** A workbook and JSON Lines say their encoding themselves; a text in an archive does not. */
const convertedText = async (path: string): Promise<SampleText> => {
  for (const encoding of ["utf-8", "windows-1252"] as const)
    try {
      const text = asText(decompressed(createReadStream(path)), path, {
        encoding,
        delimiter: ",",
        knownHeaders: (cells) => cells.filter((cell) => meaningsOf(cell).length > 0).length,
      });
      const { bytes, isWhole } = await firstBytes(text);
      return { text: bytes.toString("utf8"), encoding, hasMark: false, isWhole };
    } catch (error) {
      if (!(error instanceof RejectedInput) || encoding !== "utf-8" || !/not UTF-8/.test(error.message))
        throw error;
    }
  throw new RejectedInput(`${path} cannot be read as text`);
};

/** Up to the last line break before the limit. */
const firstBytes = async (all: AsyncIterable<Uint8Array>): Promise<{ bytes: Buffer; isWhole: boolean }> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of all) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= sampleBytes) break;
  }
  const bytes = Buffer.concat(chunks);
  return size < sampleBytes
    ? { bytes, isWhole: true }
    : { bytes: bytes.subarray(0, bytes.lastIndexOf(10) + 1), isWhole: false };
};

const encodingOf = (bytes: Buffer): { encoding: Encoding; mark: number } => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: "utf-8", mark: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: "utf-16le", mark: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: "utf-16be", mark: 2 };
  const top = bytes.subarray(0, 4000);
  const zeros = (side: number) => [...top].filter((byte, index) => byte === 0 && index % 2 === side).length;
  if (zeros(1) > top.length / 8) return { encoding: "utf-16le", mark: 0 };
  if (zeros(0) > top.length / 8) return { encoding: "utf-16be", mark: 0 };
  return { encoding: isUtf8(bytes) ? "utf-8" : "windows-1252", mark: 0 };
};

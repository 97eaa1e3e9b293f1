import { isUtf8 } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";

/** Enough to see every way in which a column is written; more is not read. */
const sampleBytes = 32 * 1024 * 1024;

export interface SampleText {
  readonly text: string;
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  /** The file has a byte-order mark, which ingest reads by itself. */
  readonly hasMark: boolean;
  /** The whole file was read, so that its last lines are known. */
  readonly isWhole: boolean;
}

/** Reads the beginning of a file, plain or compressed, in the encoding that fits its bytes. */
export const sampleText = (path: string): SampleText => {
  const stored = firstBytes(path);
  const bytes = isGzip(stored) ? unpacked(stored) : stored;
  const isWhole = bytes.length < sampleBytes;
  const whole = isWhole ? bytes : bytes.subarray(0, bytes.lastIndexOf(10) + 1);
  const { encoding, mark } = encodingOf(whole);
  const text = new TextDecoder(encoding).decode(whole.subarray(mark));
  return { text, encoding, hasMark: mark > 0, isWhole };
};

const firstBytes = (path: string): Buffer => {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(sampleBytes);
    let size = 0;
    for (let read = -1; read !== 0 && size < sampleBytes; size += read)
      read = readSync(file, buffer, size, sampleBytes - size, null);
    return buffer.subarray(0, size);
  } finally {
    closeSync(file);
  }
};

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** A sample may cut the last block; a file that is only a bomb grows no further than a sample. */
const unpacked = (bytes: Buffer): Buffer =>
  gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 8 * sampleBytes }).subarray(
    0,
    sampleBytes,
  );

const encodingOf = (bytes: Buffer): { encoding: SampleText["encoding"]; mark: number } => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: "utf-8", mark: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: "utf-16le", mark: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: "utf-16be", mark: 2 };
  const zeros = (from: number) =>
    everySecond(bytes.subarray(0, 4000), from).filter((byte) => byte === 0).length;
  if (zeros(1) > 500 || (bytes.length < 4000 && zeros(1) > bytes.length / 4))
    return { encoding: "utf-16le", mark: 0 };
  if (zeros(0) > 500 || (bytes.length < 4000 && zeros(0) > bytes.length / 4))
    return { encoding: "utf-16be", mark: 0 };
  return { encoding: isUtf8(bytes) ? "utf-8" : "windows-1252", mark: 0 };
};

const everySecond = (bytes: Buffer, from: number): number[] =>
  [...bytes].filter((_, index) => index % 2 === from);

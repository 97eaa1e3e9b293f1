import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { RejectedInput } from "../../shared/errors.ts";
import { peek } from "./peek.ts";

/** Decodes the declared encoding to UTF-8 without a byte-order mark. Rejects the file if bytes do not decode. */
export async function* utf8(bytes: AsyncIterable<Uint8Array>, declared: string): AsyncIterable<Uint8Array> {
  const { head, all } = await peek(bytes, 3);
  const mark = byteOrderMark(head);
  const encoding = mark?.encoding ?? declared;
  const skipped = mark?.bytes ?? 0;
  const body = skip(all, skipped);
  yield* encoding === "utf-8" ? checked(body, skipped) : decoded(body, skipped, encoding);
}

const byteOrderMark = (head: Uint8Array): { encoding: string; bytes: number } | undefined => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", bytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", bytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", bytes: 2 };
  return undefined;
};

async function* skip(bytes: AsyncIterable<Uint8Array>, count: number) {
  let left = count;
  for await (const chunk of bytes) {
    const rest = left > 0 ? chunk.subarray(left) : chunk;
    left = Math.max(0, left - chunk.length);
    if (rest.length > 0) yield rest;
  }
}

/** Passes UTF-8 on. Holds back a character that the chunk's end cuts until the next chunk. */
async function* checked(bytes: AsyncIterable<Uint8Array>, offset: number) {
  let done = offset;
  let held: Uint8Array = new Uint8Array(0);
  for await (const chunk of bytes) {
    const joined = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
    const whole = joined.subarray(0, joined.length - cutCharacter(joined));
    if (!isUtf8(whole)) throw notUtf8(done + firstInvalid(whole));
    held = joined.subarray(whole.length);
    done += whole.length;
    if (whole.length > 0) yield whole;
  }
  if (held.length > 0) throw notUtf8(done);
}

const notUtf8 = (offset: number) =>
  new RejectedInput(
    `byte ${offset} is not UTF-8; if the file is in another encoding, declare it in the contract (encoding: windows-1252)`,
  );

/** The number of bytes at the end that begin an unfinished character. */
const cutCharacter = (bytes: Uint8Array): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return bytesOfCharacter(byte) > back ? back : 0;
  }
  return 0;
};

const bytesOfCharacter = (first: number): number => {
  if (first >= 0xf0) return 4;
  return first >= 0xe0 ? 3 : 2;
};

const firstInvalid = (bytes: Uint8Array): number => {
  // Binary search for the longest valid prefix, which ends at the first bad byte.
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const prefix = bytes.subarray(0, middle);
    if (isUtf8(prefix.subarray(0, middle - cutCharacter(prefix)))) low = middle;
    else high = middle - 1;
  }
  return low - cutCharacter(bytes.subarray(0, low));
};

async function* decoded(bytes: AsyncIterable<Uint8Array>, offset: number, encoding: string) {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const encoder = new TextEncoder();
  let done = offset;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (error) {
      const where = chunk ? `somewhere in the ${chunk.length} bytes from byte ${done} on` : `at the end`;
      throw new RejectedInput(`${where}, the bytes are not ${encoding}`, { cause: error });
    }
  };
  for await (const chunk of bytes) {
    yield encoder.encode(decode(chunk));
    done += chunk.length;
  }
  const rest = decode();
  if (rest.length > 0) yield encoder.encode(rest);
}

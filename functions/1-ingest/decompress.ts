import { once } from "node:events";
import { Readable } from "node:stream";
import { createGunzip, type Gunzip } from "node:zlib";
import { messageOf, RejectedInput } from "../../shared/errors.ts";
import { peek } from "./peek.ts";

const mebibyte = 1024 * 1024;
// Text compresses 3 to 30 times. Small files may be more repetitive, so the ratio is checked from 32 MiB on.
const maxRatio = 200;
const ratioFrom = 32 * mebibyte;

/** Decompresses gzip, recognised by its first bytes and not by its name. Passes other bytes on. */
export async function* decompressed(stored: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const { head, all } = await peek(stored, 2);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* all;
    return;
  }
  const seen: Seen = { bytes: 0, failure: undefined };
  const source = Readable.from(watched(all, seen), { objectMode: false });
  const gunzip = source.pipe(createGunzip({ chunkSize: 256 * 1024 }));
  source.on("error", (error) => gunzip.destroy(error));
  try {
    yield* withinRatio(gunzip);
    if (gunzip.bytesWritten < seen.bytes)
      throw new RejectedInput(
        `the gzip data ends after ${gunzip.bytesWritten} bytes, but more follows; is the file damaged?`,
      );
  } catch (error) {
    if (error instanceof RejectedInput || seen.failure !== undefined) throw seen.failure ?? error;
    throw new RejectedInput(`the gzip data is damaged or cut short (${messageOf(error)})`, { cause: error });
  } finally {
    gunzip.destroy();
    source.destroy();
    if (!source.closed) await once(source, "close");
  }
}

async function* withinRatio(gunzip: Gunzip): AsyncIterable<Uint8Array> {
  let unpacked = 0;
  for await (const bytes of gunzip as AsyncIterable<Uint8Array>) {
    unpacked += bytes.length;
    const packed = gunzip.bytesWritten;
    if (unpacked > ratioFrom && unpacked > packed * maxRatio)
      throw new RejectedInput(
        `the compressed file grew to ${Math.round(unpacked / mebibyte)} MiB from its first ${packed} bytes; reading stopped, because more than ${maxRatio} to 1 is an attack or a mistake`,
      );
    yield bytes;
  }
}

interface Seen {
  /** Zlib silently ignores bytes after the last member, so they are counted. */
  bytes: number;
  /** The store's fault, not the file's. */
  failure: unknown;
}

async function* watched(bytes: AsyncIterable<Uint8Array>, seen: Seen) {
  try {
    for await (const chunk of bytes) {
      seen.bytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    seen.failure = error;
    throw error;
  }
}

import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { messageOf, RejectedInput } from "../../shared/errors.ts";
import { peek } from "./peek.ts";

const mebibyte = 1024 * 1024;
// Text shrinks 3 to 30 times. Past this ratio a file is an attack or a mistake; small ones may be repetitive.
const maxRatio = 200;
const ratioFrom = 32 * mebibyte;

/** Gunzips what is gzip by its first bytes, whatever its name says; plain bytes pass. */
export async function* decompressed(stored: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const { head, all } = await peek(stored, 2);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* all;
    return;
  }
  let packed = 0;
  let unpacked = 0;
  let failure: unknown;
  const counted = async function* () {
    try {
      for await (const bytes of all) {
        packed += bytes.length;
        yield bytes;
      }
    } catch (error) {
      failure = error; // the store's fault, not the file's
      throw error;
    }
  };
  const source = Readable.from(counted(), { objectMode: false });
  const gunzip = source.pipe(createGunzip({ chunkSize: 256 * 1024 }));
  source.on("error", (error) => gunzip.destroy(error));
  try {
    for await (const bytes of gunzip) {
      unpacked += bytes.length;
      if (unpacked > ratioFrom && unpacked > packed * maxRatio)
        throw new RejectedInput(
          `the compressed file grew past ${Math.round(unpacked / mebibyte)} MiB from ${packed} bytes; reading stopped at ${maxRatio} to 1`,
        );
      yield bytes;
    }
  } catch (error) {
    if (error instanceof RejectedInput || failure !== undefined) throw failure ?? error;
    throw new RejectedInput(`the gzip data is damaged or cut short (${messageOf(error)})`, { cause: error });
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

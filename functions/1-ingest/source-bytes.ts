import { crc32c } from "@node-rs/crc32";
import type { ObjectInfo } from "../../shared/ports.ts";
import { utf8 } from "./decode.ts";
import { decompressed } from "./decompress.ts";

/** Streams the pinned object as UTF-8: checksummed, decompressed and decoded, never held whole. */
export const sourceText = (
  stored: AsyncIterable<Uint8Array>,
  object: ObjectInfo,
  encoding: string,
): AsyncIterable<Uint8Array> => utf8(decompressed(verified(stored, object)), encoding);

/** A short or damaged read must not pass for a short file: it throws, and the platform retries. */
async function* verified(stored: AsyncIterable<Uint8Array>, object: ObjectInfo) {
  let sum = 0;
  let size = 0;
  for await (const bytes of stored) {
    sum = crc32c(bytes, sum);
    size += bytes.length;
    yield bytes;
  }
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(sum >>> 0);
  if (size !== object.size || crc.toString("base64") !== object.crc32c)
    throw new Error(
      `${object.name}#${object.generation}: read ${size} of ${object.size} bytes, crc32c ${crc.toString("base64")} against ${object.crc32c}`,
    );
}

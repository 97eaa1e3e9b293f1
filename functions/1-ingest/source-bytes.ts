import { crc32c } from "@node-rs/crc32";
import type { ObjectInfo } from "../../shared/ports.ts";
import { decompressed } from "./decompress.ts";
import { asText, type Reading } from "./formats/as-text.ts";

/** Streams the pinned object as UTF-8 text: checksummed, decompressed, decoded. A text is never held whole. */
export const sourceText = (
  stored: AsyncIterable<Uint8Array>,
  object: ObjectInfo,
  reading: Reading,
): AsyncIterable<Uint8Array> => asText(decompressed(verified(stored, object)), object.name, reading);

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

import { createReadStream } from "node:fs";
import { crc32c } from "@node-rs/crc32";

export const checksumOf = (body: Uint8Array): string => encodeChecksum(crc32c(body));

export const checksumOfFile = async (path: string): Promise<{ size: number; crc32c: string }> => {
  let size = 0;
  let crc = 0;
  const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1024 * 1024 });
  for await (const chunk of stream) {
    size += chunk.length;
    crc = crc32c(chunk, crc);
  }
  return { size, crc32c: encodeChecksum(crc) };
};

/** Encodes a crc32c like Google Cloud Storage: big-endian, base64. */
export const encodeChecksum = (crc: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString("base64");
};

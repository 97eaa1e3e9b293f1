import { open } from "node:fs/promises";
import { crc32c } from "@node-rs/crc32";

export const checksumOf = (body: Uint8Array): string => encodeChecksum(crc32c(body));

/** Buffers to read with, as many as were ever needed at once. Thrown away, they would keep the garbage collector busy. */
const spare: Buffer[] = [];
const bufferBytes = 1024 * 1024;

export const checksumOfFile = async (path: string): Promise<{ size: number; crc32c: string }> => {
  const handle = await open(path);
  const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(bufferBytes);
  try {
    let [size, crc] = [0, 0];
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, bufferBytes);
      if (bytesRead === 0) return { size, crc32c: encodeChecksum(crc) };
      size += bytesRead;
      crc = crc32c(buffer.subarray(0, bytesRead), crc);
    }
  } finally {
    spare.push(buffer);
    await handle.close();
  }
};

/** Encodes a crc32c like Google Cloud Storage: big-endian, base64. */
export const encodeChecksum = (crc: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString("base64");
};

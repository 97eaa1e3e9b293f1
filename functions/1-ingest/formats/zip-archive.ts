import { Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import { RejectedInput } from "../../../shared/errors.ts";

/** A file in an archive. Its bytes are read when they are asked for. */
export interface ArchiveMember {
  readonly name: string;
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const mebibyte = 1024 * 1024;
/** Text compresses 3 to 30 times, a sheet's XML up to 60. */
const maxRatio = 200;
const ratioFrom = 32 * mebibyte;

export const isArchive = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;

/**
 * The files of a ZIP archive, by its directory: what stands between them is ignored. The format: APPNOTE.TXT of PKWARE,
 * sections 4.3.12 and 4.3.16.
 */
export const archiveMembers = (archive: Buffer): readonly ArchiveMember[] => {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 20 > archive.length || archive.readUInt32LE(end) !== endOfDirectory) throw damaged();
  const members: ArchiveMember[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== directoryEntry) throw damaged();
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    if (!name.endsWith("/")) members.push(member(archive, at, name));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return members;
};

const damaged = () => new RejectedInput("the ZIP archive is damaged or cut short");

const member = (archive: Buffer, entry: number, name: string): ArchiveMember => ({
  name,
  size: archive.readUInt32LE(entry + 24),
  read() {
    if ((archive.readUInt16LE(entry + 8) & 1) === 1)
      throw new RejectedInput(`"${name}" is encrypted; send it without a password`);
    const method = archive.readUInt16LE(entry + 10);
    if (method !== 0 && method !== 8)
      throw new RejectedInput(`"${name}" is compressed by method ${method}; use ordinary ZIP compression`);
    const header = archive.readUInt32LE(entry + 42);
    if (header + 30 > archive.length) throw damaged();
    const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
    const packed = archive.subarray(start, start + archive.readUInt32LE(entry + 20));
    return method === 0 ? Readable.from([packed]) : inflated(packed, name);
  },
});

async function* inflated(packed: Buffer, name: string): AsyncIterable<Uint8Array> {
  const inflate = Readable.from([packed]).pipe(createInflateRaw({ chunkSize: 256 * 1024 }));
  let size = 0;
  try {
    for await (const bytes of inflate as AsyncIterable<Uint8Array>) {
      size += bytes.length;
      if (size > ratioFrom && size > packed.length * maxRatio)
        throw new RejectedInput(
          `"${name}" grew to ${Math.round(size / mebibyte)} MiB from ${packed.length} bytes; reading stopped, because more than ${maxRatio} to 1 is an attack or a mistake`,
        );
      yield bytes;
    }
  } catch (error) {
    throw error instanceof RejectedInput
      ? error
      : new RejectedInput(`"${name}" in the ZIP archive is damaged`, { cause: error });
  } finally {
    inflate.destroy();
  }
}

import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
}

const version = 20;
const deflated = 8;
// 1 January 1980, the earliest date of the format. A real time would change the archive although its content is the same.
const date = (1 << 5) | 1;
const fileMode = 0o100644;

/** A zip archive whose bytes depend only on its names and contents. */
export const zip = (entries: readonly ZipEntry[]): Buffer => {
  const sorted = [...entries].sort((left, right) => (left.name < right.name ? -1 : 1));
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of sorted) {
    const packed = deflateRawSync(content, { level: 9 });
    const common = commonHeader(name, content, packed);
    const body = Buffer.concat([signature(0x04034b50), common, Buffer.from(name), packed]);
    directory.push(directoryEntry(name, common, offset));
    bodies.push(body);
    offset += body.length;
  }
  const index = Buffer.concat(directory);
  return Buffer.concat([...bodies, index, ending(sorted.length, index.length, offset)]);
};

const signature = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const commonHeader = (name: string, content: Uint8Array, packed: Buffer): Buffer => {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(version, 0);
  header.writeUInt16LE(deflated, 4);
  header.writeUInt16LE(date, 8);
  header.writeUInt32LE(crc32(content), 10);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt16LE(Buffer.byteLength(name), 22);
  return header;
};

const directoryEntry = (name: string, common: Buffer, offset: number): Buffer => {
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE((3 << 8) | version); // Unix, so that the mode counts
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(fileMode * 0x10000, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature(0x02014b50), madeBy, common, rest, Buffer.from(name)]);
};

const ending = (count: number, size: number, offset: number): Buffer => {
  const end = Buffer.alloc(18);
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([signature(0x06054b50), end]);
};

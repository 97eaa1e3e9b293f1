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

/** Little-endian numbers, each after its size in bytes. */
const numbers = (...fields: readonly (readonly [bytes: number, value: number])[]): Buffer =>
  Buffer.concat(
    fields.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );

const signature = (value: number): Buffer => numbers([4, value]);

const commonHeader = (name: string, content: Uint8Array, packed: Buffer): Buffer => {
  const [flags, time, extraBytes] = [0, 0, 0];
  return Buffer.concat([
    numbers([2, version], [2, flags], [2, deflated], [2, time], [2, date]),
    numbers([4, crc32(content)], [4, packed.length], [4, content.length]),
    numbers([2, Buffer.byteLength(name)], [2, extraBytes]),
  ]);
};

const directoryEntry = (name: string, common: Buffer, offset: number): Buffer => {
  const madeBy = numbers([2, (3 << 8) | version]); // Unix, so that the mode counts
  // Without comment, disk number or internal attributes.
  const rest = numbers([2, 0], [2, 0], [2, 0], [4, fileMode * 0x10000], [4, offset]);
  return Buffer.concat([signature(0x02014b50), madeBy, common, rest, Buffer.from(name)]);
};

const ending = (count: number, size: number, offset: number): Buffer =>
  numbers([4, 0x06054b50], [4, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);

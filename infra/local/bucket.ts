import { constants } from "node:fs";
import { copyFile, type FileHandle, readFile, stat, writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { ObjectMissing, PreconditionFailed } from "../../shared/errors.ts";
import type { Clock, ObjectInfo, ObjectStore, Precondition, WriteOptions } from "../../shared/ports.ts";
import { checksumOf, checksumOfFile } from "../checksum.ts";
import { type ObjectFiles, readChunks } from "./object-files.ts";
import type { BodyRow, IndexRow, ObjectIndex } from "./object-index.ts";
import { requireObjectName, requireWellFormed } from "./object-names.ts";

/** Bodies up to this size are stored in the index: one small write instead of several file calls. */
const INLINE_BYTES = 16 * 1024;

interface Parts {
  readonly name: string;
  readonly versioned: boolean;
  readonly files: ObjectFiles;
  readonly index: ObjectIndex;
  readonly clock: Clock;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
}

/** A body in memory, or in a temporary file that is moved into place. */
type Content = Pick<ObjectInfo, "size" | "crc32c"> &
  ({ readonly body: Uint8Array } | { readonly from: string });

export class LocalObjectStore implements ObjectStore {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async stat(name: string, generation?: string): Promise<ObjectInfo | undefined> {
    const row = this.#find(name, generation);
    return row && toObjectInfo(row);
  }

  async get(name: string): Promise<{ info: ObjectInfo; bytes: Uint8Array } | undefined> {
    const row = this.#find(name, undefined);
    if (!row) return undefined;
    if (row.file === null || row.body !== null)
      return { info: toObjectInfo(row), bytes: row.body ?? new Uint8Array() };
    try {
      return { info: toObjectInfo(row), bytes: await buffer(this.read(name, String(row.generation))) };
    } catch (error) {
      if (error instanceof ObjectMissing) return this.get(name); // replaced between the two
      throw error;
    }
  }

  async *read(name: string, generation?: string): AsyncGenerator<Uint8Array, void> {
    const source = await this.#open(name, generation);
    if (!(source instanceof Uint8Array)) yield* readChunks(source.handle, source.size);
    else if (source.length > 0) yield source;
  }

  async write(name: string, body: Uint8Array | string, options: WriteOptions = {}): Promise<ObjectInfo> {
    requireObjectName(name);
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const content = { size: bytes.length, crc32c: checksumOf(bytes) };
    if (bytes.length <= INLINE_BYTES) return this.#commit(name, { ...content, body: bytes }, options);
    return this.#parts.files.stage(async (from) => {
      await writeFile(from, bytes);
      return this.#commit(name, { ...content, from }, options);
    });
  }

  async upload(name: string, path: string, options: WriteOptions = {}): Promise<ObjectInfo> {
    requireObjectName(name);
    if ((await stat(path)).size <= INLINE_BYTES) return this.write(name, await readFile(path), options);
    return this.#parts.files.stage(async (from) => {
      await copyFile(path, from, constants.COPYFILE_FICLONE);
      // Checksum of the copy: the original may change meanwhile.
      return this.#commit(name, { ...(await checksumOfFile(from)), from }, options);
    });
  }

  async remove(name: string, options: Precondition = {}): Promise<void> {
    requireObjectName(name);
    const { name: bucket, versioned, files, index } = this.#parts;
    const { discarded } = index.drop(bucket, name, versioned, options);
    await index.synced();
    await files.discard(discarded);
  }

  async list(prefix: string): Promise<readonly ObjectInfo[]> {
    requireWellFormed(prefix);
    return this.#parts.index.list(this.#parts.name, prefix).map(toObjectInfo);
  }

  /** Oldest first. A versioned bucket includes overwritten and removed generations. */
  async generations(name: string): Promise<readonly ObjectInfo[]> {
    requireObjectName(name);
    return this.#parts.index.history(this.#parts.name, name).map(toObjectInfo);
  }

  /** A read-only file with the object's bytes, for readers that need a path. Throws ObjectMissing. */
  async pathOf(name: string, generation?: string): Promise<string> {
    const { name: bucket, files, index } = this.#parts;
    const row = this.#find(name, generation) ?? this.#missing(name, generation);
    if (row.file !== null) return files.pathOf(row.file);
    return files.stage(async (from) => {
      await writeFile(from, row.body ?? "");
      const file = await files.place(from, name);
      const isNamed = index.setFile(bucket, row, file);
      await index.synced();
      if (isNamed) return files.pathOf(file);
      await files.discard(file);
      return this.#missing(name, generation);
    });
  }

  #find(name: string, generation: string | undefined): BodyRow | undefined {
    requireObjectName(name);
    return this.#parts.index.find(this.#parts.name, name, generation);
  }

  async #open(name: string, generation: string | undefined): Promise<Uint8Array | OpenFile> {
    for (let seen: number | undefined; ; ) {
      const row = this.#find(name, generation) ?? this.#missing(name, generation);
      if (row.file === null || row.body !== null) return row.body ?? new Uint8Array();
      const handle = await this.#parts.files.open(row.file);
      if (handle !== undefined) return { handle, size: row.size };
      // Overwritten between the lookup and the open: look it up again. The same row twice means a damaged folder.
      if (row.generation === seen)
        throw new Error(`read ${this.#parts.name}/${name}: its file ${row.file} is missing`);
      seen = row.generation;
    }
  }

  async #commit(name: string, content: Content, options: WriteOptions): Promise<ObjectInfo> {
    const { contentEncoding, ...condition } = options;
    const { name: bucket, versioned, files, index, clock } = this.#parts;
    const { size, crc32c } = content;
    const draft = { bucket, name, versioned, size, crc32c, encoding: contentEncoding ?? null };
    const body = "body" in content ? content.body : null;
    const file = "from" in content ? await files.place(content.from, name) : null;
    try {
      const { written, discarded } = index.put({ ...draft, now: clock.now(), body, file }, condition);
      await index.synced();
      await files.discard(discarded);
      return toObjectInfo(written);
    } catch (error) {
      if (error instanceof PreconditionFailed) await files.discard(file);
      throw error;
    }
  }

  #missing(name: string, generation?: string): never {
    const which = generation === undefined ? "" : ` generation ${generation}`;
    throw new ObjectMissing(`read ${this.#parts.name}/${name}: there is no such object${which}`);
  }
}

const toObjectInfo = ({ name, generation, size, crc32c, encoding, updated }: IndexRow): ObjectInfo => ({
  name,
  generation: String(generation),
  size,
  crc32c,
  ...(encoding === null ? {} : { contentEncoding: encoding }),
  updated,
});

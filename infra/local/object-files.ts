import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { sha256Of } from "../../shared/sha256.ts";
import { randomIds } from "../ids.ts";
import { makeFolder, syncPath } from "./sync-file.ts";

// Small, so that reading many small files does not burden the garbage collector.
const CHUNK_BYTES = 256 * 1024;

/** Two writers of one object never share a file. */
const randomDigits = (): string => randomBytes(8).readBigUInt64LE().toString();

/** The bodies of one bucket that are too large for the index. A file is identified by its path below the root. */
export class ObjectFiles {
  readonly #root: string;
  readonly #bucket: string;

  constructor(root: string, bucket: string) {
    this.#root = root;
    this.#bucket = bucket;
  }

  pathOf(file: string): string {
    return join(this.#root, file);
  }

  /** Provides a temporary path on the bucket's file system, so that the finished file can be renamed into place. */
  async stage<T>(work: (path: string) => Promise<T>): Promise<T> {
    const folder = join(this.#root, this.#bucket, "incoming");
    makeFolder(folder);
    const path = join(folder, randomIds.next());
    try {
      return await work(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Object names are hashed, never used as paths: `../x`, `*` or a newline are ordinary names. */
  async place(from: string, name: string): Promise<string> {
    const hash = sha256Of(name).slice(0, 32);
    // The extension is kept: some readers choose a format by it.
    const extension = /\.[a-z0-9]{1,7}$/.exec(name)?.[0] ?? "";
    const folder = join(this.#bucket, hash.slice(0, 2));
    const file = join(folder, `${hash}-${randomDigits()}${extension}`);
    makeFolder(this.pathOf(folder));
    // On the disk before the index names it.
    await syncPath(from);
    await rename(from, this.pathOf(file));
    await syncPath(this.pathOf(folder));
    return file;
  }

  /** Undefined if another writer discarded the file after the index lookup. */
  async open(file: string): Promise<FileHandle | undefined> {
    try {
      return await open(this.pathOf(file));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
  }

  /** Readers that have the file open can still read it. */
  async discard(file: string | null): Promise<void> {
    if (file !== null) await rm(this.pathOf(file), { force: true });
  }
}

/** Reads a file of this size. It is never changed, only removed. */
export async function* readChunks(handle: FileHandle, size: number): AsyncGenerator<Uint8Array, void> {
  try {
    for (let left = size; left > 0; ) {
      // A new buffer each time, because the reader may keep the chunk; no larger than what is left.
      const room = Math.min(CHUNK_BYTES, left);
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(room), 0, room);
      if (bytesRead === 0) return;
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

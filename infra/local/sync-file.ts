import { closeSync, fdatasync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";

/** A rename is durable only once the file and its folder are on the disk. */
export const syncFile = (path: string): void => {
  for (const each of [path, dirname(path)]) syncNow(each);
};

/** Makes a folder, and those above it. Each new name is on the disk before anything in the folder can count on it. */
export const makeFolder = (path: string, mode = 0o777): void => {
  const first = mkdirSync(path, { recursive: true, mode });
  if (first === undefined) return;
  for (let made = resolve(path); made.length >= resolve(first).length; made = dirname(made))
    syncIfReadable(dirname(made));
};

/** A folder may let its user make names in it, and not look into it. */
const syncIfReadable = (folder: string): void => {
  try {
    syncNow(folder);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EACCES")) throw error;
  }
};

const syncNow = (path: string): void => {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** The same for one file or folder, while other work goes on. */
export const syncPath = async (path: string): Promise<void> => {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const syncData = promisify(fdatasync);

/** Brings a file that several writers append to onto the disk. Who asks while the disk is at work shares the next turn. */
export class SharedSync {
  readonly #path: string;
  readonly #sync: (file: number) => Promise<void>;
  #file: number | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(path: string, sync: (file: number) => Promise<void> = syncData) {
    this.#path = path;
    this.#sync = sync;
  }

  /** Resolves once all that was written before the call is on the disk. */
  done(): Promise<void> {
    if (!this.#running) return this.#start();
    // What runs may have begun before the caller wrote.
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #start(): Promise<void> {
    this.#file ??= openSync(this.#path, "r+");
    const running = this.#sync(this.#file).finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }
}

import { closeSync, fdatasync, fsyncSync, openSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";

/** A rename is durable only once the file and its folder are on the disk. */
export const syncFile = (path: string): void => {
  for (const each of [path, dirname(path)]) {
    const handle = openSync(each, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
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

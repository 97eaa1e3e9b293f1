import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalFile } from "../../../functions/operations/drop/drop-report.ts";
import { messageOf } from "../../../shared/errors.ts";
import { filesBelow } from "../../cli/files-below.ts";
import { type InboxMemory, isSame, type Version } from "./inbox-memory.ts";

export interface InboxOptions {
  readonly folder: string;
  readonly memory: InboxMemory;
  readonly take: (file: LocalFile) => Promise<void>;
  readonly forget: (name: string) => Promise<void>;
  readonly onFailure: (name: string, reason: string) => void;
}

interface Candidate {
  readonly version: Version;
  /** When it was first seen like this; later than now when it is to be tried again later. */
  readonly since: number;
  readonly told?: boolean;
}

const lookEveryMs = 200;
/** Whoever still writes a file changes its size or time within this. */
const stableMs = 300;
const retryMs = 5000;

/** Mirrors a folder into the landing bucket. It looks instead of listening: that works on every file system. */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #arriving = new Map<string, Candidate>();
  readonly #leaving = new Map<string, number>();
  readonly #closing = new AbortController();
  readonly #loop: Promise<void>;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#loop = this.#watch();
  }

  /** Finishes the file in hand and takes no more. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#loop;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const started = performance.now();
      await this.#look();
      // A folder of very many files must not keep the machine busy.
      const pauseMs = Math.max(lookEveryMs, 5 * (performance.now() - started));
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const files = this.#filesNow();
    if (!files) return;
    for (const file of files) {
      if (this.#closing.signal.aborted) break;
      await this.#consider(file);
    }
    await this.#considerGone(new Set(files.map(({ name }) => name)));
    await this.#options.memory.save();
  }

  /** Undefined when the folder cannot be read: that is no reason to think that every file was removed. */
  #filesNow(): readonly LocalFile[] | undefined {
    try {
      return filesBelow(this.#options.folder).filter(({ name }) => name !== readmeName);
    } catch {
      return undefined;
    }
  }

  async #consider(file: LocalFile): Promise<void> {
    const { name } = file;
    const version = versionOf(file.path);
    if (!version) return;
    if (isSame(this.#options.memory.get(name), version)) {
      this.#arriving.delete(name);
      return;
    }
    const candidate = this.#arriving.get(name);
    if (!isSame(candidate?.version, version)) this.#arriving.set(name, { version, since: performance.now() });
    else if (candidate && performance.now() - candidate.since >= stableMs) await this.#take(file, candidate);
  }

  async #take(file: LocalFile, { version, told = false }: Candidate): Promise<void> {
    try {
      await this.#options.take(file);
      // Written to meanwhile, it is seen to differ from this at the next look and taken again.
      this.#options.memory.set(file.name, version);
      this.#arriving.delete(file.name);
    } catch (error) {
      if (!told) this.#options.onFailure(file.name, messageOf(error));
      this.#arriving.set(file.name, { version, since: performance.now() + retryMs, told: true });
    }
  }

  /** A file that is replaced may be absent for a moment, so it has to stay away for as long as a new one must stay. */
  async #considerGone(present: ReadonlySet<string>): Promise<void> {
    for (const name of this.#arriving.keys()) if (!present.has(name)) this.#arriving.delete(name);
    for (const name of this.#leaving.keys()) if (present.has(name)) this.#leaving.delete(name);
    for (const name of this.#options.memory.names()) {
      if (present.has(name) || this.#closing.signal.aborted) continue;
      const since = this.#leaving.get(name) ?? performance.now();
      this.#leaving.set(name, since);
      if (performance.now() - since >= stableMs) await this.#forget(name);
    }
  }

  async #forget(name: string): Promise<void> {
    try {
      await this.#options.forget(name);
      this.#options.memory.delete(name);
      this.#leaving.delete(name);
    } catch (error) {
      this.#options.onFailure(name, messageOf(error));
      this.#leaving.set(name, performance.now() + retryMs);
    }
  }
}

export const readmeName = "README.txt";

const versionOf = (path: string): Version | undefined => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && { size: found.size, mtimeMs: found.mtimeMs };
};

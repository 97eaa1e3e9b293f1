import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalFile } from "../../../functions/operations/drop/drop-report.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { FoundUnreadable } from "../../../shared/work/unreadable.ts";
import { type FilesBelow, lookBelow } from "../../cli/files-below.ts";
import { type InboxMemory, isSame, type Version } from "./inbox-memory.ts";

export interface InboxOptions {
  readonly folder: string;
  readonly memory: InboxMemory;
  readonly take: (file: LocalFile) => Promise<void>;
  readonly forget: (name: string) => Promise<void>;
  readonly onFailure: (name: string, reason: string) => void;
  /** Is given all that cannot be read, whenever that changes; also what was so when the last process ended. */
  readonly onUnreadable: (entries: readonly FoundUnreadable[]) => Promise<void>;
}

interface Candidate {
  readonly version: Version;
  /** When this version was first seen. In the future if it must be retried later. */
  readonly since: number;
  /** Why it was not taken, if it was tried. */
  readonly failure?: string;
}

const pollMs = 200;
/** A file that is still being written changes its size or time within this period. */
const stableMs = 300;
const retryMs = 5000;

/** Mirrors a folder into the landing bucket. It polls, because not every file system reports changes. */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #arriving = new Map<string, Candidate>();
  readonly #leaving = new Map<string, number>();
  readonly #closing = new AbortController();
  #unreadable: string | undefined;
  #onCaughtUp: (() => void) | undefined;
  readonly #loop: Promise<void>;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#loop = this.#watch();
  }

  /**
   * Resolves when the folder is mirrored. A file that cannot be taken is not waited for, nor, for longer than that, one
   * that is still being written: the next look finds it.
   */
  async caughtUp(patienceMs: number): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      this.#onCaughtUp = resolve;
    });
    await Promise.race([reached, sleep(patienceMs, undefined, { ref: false })]);
  }

  /** Finishes the current file and takes no more. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#loop;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const started = performance.now();
      await this.#poll();
      // A folder with very many files must not keep the machine busy.
      const pauseMs = Math.max(pollMs, 5 * (performance.now() - started));
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #poll(): Promise<void> {
    const { files, unreadable } = this.#look();
    for (const file of files) {
      if (this.#closing.signal.aborted) break;
      await this.#consider(file);
    }
    await this.#considerGone(new Set(files.map(({ name }) => name)), unreadable);
    await this.#report(unreadable);
    await this.#options.memory.save();
    const isWaiting = [...this.#arriving.values()].some(({ failure }) => failure === undefined);
    if (!isWaiting && this.#leaving.size === 0) this.#onCaughtUp?.();
  }

  /** A folder that cannot be read does not mean that its files were removed. */
  #look(): FilesBelow {
    try {
      const { files, unreadable } = lookBelow(this.#options.folder);
      return { files: files.filter(({ name }) => name !== readmeName), unreadable };
    } catch (error) {
      return { files: [], unreadable: [{ name: "", reason: messageOf(error) }] };
    }
  }

  /** A failure to record it must not stop the inbox; the next look tries again. */
  async #report(unreadable: readonly FoundUnreadable[]): Promise<void> {
    const failed = [...this.#arriving].flatMap(([name, { failure: reason }]) =>
      reason === undefined ? [] : [{ name, reason }],
    );
    const all = [...unreadable, ...failed];
    const key = JSON.stringify(all);
    if (key === this.#unreadable) return;
    try {
      await this.#options.onUnreadable(all);
      this.#unreadable = key;
    } catch (error) {
      this.#options.onFailure("the record of what cannot be read", messageOf(error));
    }
  }

  async #consider(file: LocalFile): Promise<void> {
    const { name } = file;
    const version = readVersion(file.path);
    if (!version) return;
    if (isSame(this.#options.memory.get(name), version)) {
      this.#arriving.delete(name);
      return;
    }
    const candidate = this.#arriving.get(name);
    if (!isSame(candidate?.version, version)) this.#arriving.set(name, { version, since: performance.now() });
    else if (candidate && performance.now() - candidate.since >= stableMs) await this.#take(file, candidate);
  }

  async #take(file: LocalFile, { version }: Candidate): Promise<void> {
    try {
      await this.#options.take(file);
      // If the file changed meanwhile, the next look sees another version and takes it again.
      this.#options.memory.set(file.name, version);
      this.#arriving.delete(file.name);
    } catch (error) {
      this.#arriving.set(file.name, {
        version,
        since: performance.now() + retryMs,
        failure: messageOf(error),
      });
    }
  }

  /** A replaced file may be absent for a moment, so a file counts as removed only after the same period. */
  async #considerGone(present: ReadonlySet<string>, unreadable: readonly FoundUnreadable[]): Promise<void> {
    for (const name of this.#arriving.keys()) if (!present.has(name)) this.#arriving.delete(name);
    for (const name of this.#leaving.keys()) if (present.has(name)) this.#leaving.delete(name);
    for (const name of this.#options.memory.names()) {
      if (present.has(name) || mayBeIn(unreadable, name) || this.#closing.signal.aborted) continue;
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

/** Whether an entry that cannot be read is this file or a folder above it. */
const mayBeIn = (unreadable: readonly FoundUnreadable[], name: string): boolean =>
  unreadable.some((entry) => entry.name === "" || entry.name === name || name.startsWith(`${entry.name}/`));

const readVersion = (path: string): Version | undefined => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && { size: found.size, mtimeMs: found.mtimeMs };
};

import { z } from "zod";
import type { ObjectStore } from "../../../shared/ports.ts";
import { readJson, writeJson } from "../../../shared/work/json-object.ts";

const Version = z.strictObject({ size: z.number(), mtimeMs: z.number() });
export type Version = z.infer<typeof Version>;

const Remembered = z.record(z.string(), Version);

const objectName = "laptop/v1/inbox.json";

/**
 * Remembers which files were mirrored, so that a restart does not take them all again. If it were lost, the same bytes
 * would be dropped again and change nothing.
 */
export class InboxMemory {
  readonly #state: ObjectStore;
  readonly #files: Map<string, Version>;
  #isSaved = true;

  private constructor(state: ObjectStore, files: Map<string, Version>) {
    this.#state = state;
    this.#files = files;
  }

  static async open(state: ObjectStore): Promise<InboxMemory> {
    const stored = await readJson(state, objectName, Remembered);
    return new InboxMemory(state, new Map(Object.entries(stored?.value ?? {})));
  }

  names(): readonly string[] {
    return [...this.#files.keys()];
  }

  get(name: string): Version | undefined {
    return this.#files.get(name);
  }

  set(name: string, version: Version): void {
    this.#files.set(name, version);
    this.#isSaved = false;
  }

  delete(name: string): void {
    this.#files.delete(name);
    this.#isSaved = false;
  }

  async save(): Promise<void> {
    if (this.#isSaved) return;
    await writeJson(this.#state, objectName, Object.fromEntries(this.#files));
    this.#isSaved = true;
  }
}

export const isSame = (left: Version | undefined, right: Version | undefined): boolean =>
  left !== undefined && left.size === right?.size && left.mtimeMs === right.mtimeMs;

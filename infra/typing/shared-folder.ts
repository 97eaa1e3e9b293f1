import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * A private folder that exists while somebody works in it. Many files that are typed at the same time share one: a folder
 * for each would cost more than a small file.
 */
export class SharedFolder {
  readonly #parent: string;
  #folder: Promise<string> | undefined;
  #users = 0;

  constructor(parent: string) {
    this.#parent = parent;
  }

  enter(): Promise<string> {
    this.#users += 1;
    this.#folder ??= mkdtemp(join(this.#parent, "typing-"));
    return this.#folder;
  }

  async leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0 || !this.#folder) return;
    const left = this.#folder;
    // At once: who enters while it is being removed gets another one.
    this.#folder = undefined;
    await rm(await left, { recursive: true, force: true });
  }
}

type Counts = Record<string, number>;

/** Counts what was spoilt, by file. */
export class MessTally {
  readonly #total: Counts = {};
  readonly #files = new Map<string, Counts>();

  add(file: string, kind: string, count: number): void {
    const counts = this.#files.get(file) ?? {};
    this.#files.set(file, counts);
    counts[kind] = (counts[kind] ?? 0) + count;
    this.#total[kind] = (this.#total[kind] ?? 0) + count;
  }

  truth(): object {
    return { total: this.#total, files: Object.fromEntries(this.#files) };
  }
}

export type MessKind =
  | "duplicate"
  | "missing_price"
  | "missing_customer"
  | "missing_description"
  | "late"
  | "bad_quantity"
  | "bad_date"
  | "bad_price"
  | "short_row";

type Counts = Partial<Record<MessKind, number>>;

/** Counts what was spoilt, by file. */
export class MessTally {
  readonly #total: Counts = {};
  readonly #files = new Map<string, Counts>();

  add(file: string, kind: MessKind, count: number): void {
    const counts = this.#files.get(file) ?? {};
    this.#files.set(file, counts);
    counts[kind] = (counts[kind] ?? 0) + count;
    this.#total[kind] = (this.#total[kind] ?? 0) + count;
  }

  truth(): object {
    return { total: this.#total, files: Object.fromEntries(this.#files) };
  }
}

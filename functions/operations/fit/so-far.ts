import { z } from "zod";

interface Seen {
  rows: number;
  sum: number;
  last: number;
  day: number;
}

/** The mean of all rows counts as this many rows. */
const priorRows = 5;

/**
 * What earlier rows of the same key say about each row. Uses only rows whose outcome was known on the row's date, `known` days
 * after their own: nothing of the row's own day, and no open outcome.
 */
export const soFar = (keys: readonly string[], days: Float64Array, y: Float64Array, known: number) => {
  const order = Uint32Array.from(keys.keys()).sort((a, b) => (days[a] ?? 0) - (days[b] ?? 0) || a - b);
  const memory = new Memory();
  const found = emptyColumns(keys.length);
  let next = 0;
  const learnUntil = (today: number) => {
    for (; next < order.length && (days[order[next] ?? 0] ?? 0) + known <= today; next++) {
      const past = order[next] ?? 0;
      memory.learn(keys[past] ?? "", y[past] ?? Number.NaN, days[past] ?? 0);
    }
  };
  for (const row of order) {
    const today = days[row] ?? 0;
    learnUntil(today);
    tell(memory, keys[row] ?? "", today, found, row);
  }
  learnUntil(Number.POSITIVE_INFINITY);
  return { ...found, memory };
};

/** What the whole of a table says about rows that come after it. */
export const afterAll = (memory: Memory, keys: readonly string[], days: Float64Array) => {
  const found = emptyColumns(keys.length);
  for (const [row, key] of keys.entries()) tell(memory, key, days[row] ?? 0, found, row);
  return found;
};

const tell = (
  memory: Memory,
  key: string,
  today: number,
  found: ReturnType<typeof emptyColumns>,
  row: number,
): void => {
  const own = memory.of(key);
  found.rows[row] = own?.rows ?? 0;
  found.mean[row] = memory.meanFor(own);
  if (own) [found.last[row], found.since[row]] = [own.last, today - own.day];
};

const emptyColumns = (rows: number) => {
  const unknown = () => new Float64Array(rows).fill(Number.NaN);
  return {
    /** How many there were. */
    rows: new Float64Array(rows),
    /** Their mean outcome, shrunk towards the mean of all rows. */
    mean: unknown(),
    last: unknown(),
    /** Days since the newest one. */
    since: unknown(),
  };
};

/** A memory as it is stored: all rows, then each key with its own. */
export const StoredMemory = z.strictObject({
  all: z.tuple([z.number(), z.number()]),
  keys: z.array(z.tuple([z.string(), z.number(), z.number(), z.number(), z.number()])),
});

export class Memory {
  readonly #all: Seen = { rows: 0, sum: 0, last: Number.NaN, day: 0 };
  readonly #byKey = new Map<string, Seen>();

  static open({ all: [rows, sum], keys }: z.infer<typeof StoredMemory>): Memory {
    const memory = new Memory();
    Object.assign(memory.#all, { rows, sum });
    for (const [key, ...own] of keys)
      memory.#byKey.set(key, { rows: own[0], sum: own[1], last: own[2], day: own[3] });
    return memory;
  }

  stored(): z.infer<typeof StoredMemory> {
    const { rows, sum } = this.#all;
    return {
      all: [rows, sum],
      keys: [...this.#byKey].map(([key, own]) => [key, own.rows, own.sum, own.last, own.day]),
    };
  }

  of(key: string): Seen | undefined {
    return this.#byKey.get(key);
  }

  /** NaN before any outcome is known. */
  meanFor(own: Seen | undefined): number {
    const all = this.#all.sum / this.#all.rows;
    return ((own?.sum ?? 0) + priorRows * all) / ((own?.rows ?? 0) + priorRows);
  }

  learn(key: string, answer: number, day: number): void {
    if (!Number.isFinite(answer)) return;
    const own = this.#byKey.get(key) ?? { rows: 0, sum: 0, last: Number.NaN, day };
    this.#byKey.set(key, own);
    for (const each of [this.#all, own]) {
      each.rows++;
      each.sum += answer;
      each.last = answer;
      each.day = day;
    }
  }
}

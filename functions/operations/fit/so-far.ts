/** What rows of the same key had shown before each row. */
export interface SoFar {
  /** How many of them there had been. */
  readonly rows: Float64Array;
  /** Their mean answer, drawn towards the mean of all while they are few. */
  readonly mean: Float64Array;
  readonly last: Float64Array;
  /** Days since the newest of them. */
  readonly since: Float64Array;
}

interface Seen {
  rows: number;
  sum: number;
  last: number;
  day: number;
}

const drawnBy = 5;

/**
 * Only from rows whose answer was known when the row began: `known` days after their own. So nothing of a row's own
 * day, or of what was still open, gets into it.
 */
export const soFar = (keys: readonly string[], days: Float64Array, y: Float64Array, known: number): SoFar => {
  const order = Uint32Array.from(keys.keys()).sort((a, b) => (days[a] ?? 0) - (days[b] ?? 0) || a - b);
  const memory = new Memory();
  const found = columnsOf(keys.length);
  let next = 0;
  for (const row of order) {
    const today = days[row] ?? 0;
    for (; next < order.length && (days[order[next] ?? 0] ?? 0) + known <= today; next++) {
      const past = order[next] ?? 0;
      memory.learn(keys[past] ?? "", y[past] ?? Number.NaN, days[past] ?? 0);
    }
    const own = memory.of(keys[row] ?? "");
    found.rows[row] = own?.rows ?? 0;
    found.mean[row] = memory.meanFor(own);
    if (own) [found.last[row], found.since[row]] = [own.last, today - own.day];
  }
  return found;
};

const columnsOf = (rows: number): SoFar => {
  const unknown = () => new Float64Array(rows).fill(Number.NaN);
  return { rows: new Float64Array(rows), mean: unknown(), last: unknown(), since: unknown() };
};

class Memory {
  readonly #all: Seen = { rows: 0, sum: 0, last: Number.NaN, day: 0 };
  readonly #byKey = new Map<string, Seen>();

  of(key: string): Seen | undefined {
    return this.#byKey.get(key);
  }

  /** NaN before anything is known of anybody. */
  meanFor(own: Seen | undefined): number {
    const all = this.#all.sum / this.#all.rows;
    return ((own?.sum ?? 0) + drawnBy * all) / ((own?.rows ?? 0) + drawnBy);
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

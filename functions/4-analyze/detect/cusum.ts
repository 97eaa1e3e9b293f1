import { clip } from "../../../shared/learning/numbers.ts";

export interface Drift {
  /** The sum that crossed, with its sign; 0 if none did at the last score. */
  readonly statistic: number;
  /** The place of the first score that the crossing sum contains. */
  readonly since: number;
}

const most = 3;

/**
 * Adds up what scores exceed `slack`, in both directions: many small errors of the same sign show a shift that none of
 * them shows alone. A single score counts 3 at most, and a sum that crossed `limit` starts anew. Tells of the last score.
 * https://en.wikipedia.org/wiki/CUSUM
 */
export function cusum(scores: ArrayLike<number>, slack: number, limit: number): Drift {
  const up = new OneSided(slack, limit);
  const down = new OneSided(slack, limit);
  let last: Drift = { statistic: 0, since: 0 };
  for (let at = 0; at < scores.length; at++) {
    const score = clip(scores[at] ?? 0, -most, most);
    const rise = up.add(score, at);
    const fall = down.add(-score, at);
    last = { statistic: rise - fall, since: rise > 0 ? up.since : down.since };
  }
  return last;
}

class OneSided {
  readonly #slack: number;
  readonly #limit: number;
  #sum = 0;
  since = 0;

  constructor(slack: number, limit: number) {
    this.#slack = slack;
    this.#limit = limit;
  }

  /** Returns the sum if it crosses the limit, else 0. */
  add(score: number, at: number): number {
    if (this.#sum === 0 || this.#sum > this.#limit) {
      this.since = at;
      this.#sum = 0;
    }
    this.#sum = Math.max(0, this.#sum + score - this.#slack);
    return this.#sum > this.#limit ? this.#sum : 0;
  }
}

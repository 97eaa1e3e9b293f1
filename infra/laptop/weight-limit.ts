/**
 * Lets work in as long as all that runs weighs no more than the limit: many small files at once, large ones one after the
 * other. What weighs more than the limit is let in alone.
 */
export class WeightLimit {
  readonly #limit: number;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  async use<Result>(weight: number, work: () => Promise<Result>): Promise<Result> {
    const own = Math.min(weight, this.#limit);
    // Asked again after each wait: several are woken when one leaves.
    while (this.#taken + own > this.#limit) await new Promise<void>((resume) => this.#waiting.push(resume));
    this.#taken += own;
    try {
      return await work();
    } finally {
      this.#taken -= own;
      for (const resume of this.#waiting.splice(0)) resume();
    }
  }
}

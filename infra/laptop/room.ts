/**
 * Lets work in as long as there is room for what it weighs: many small files at once, large ones one after the other. What
 * weighs more than all the room is let in alone.
 */
export class Room {
  readonly #size: number;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  async use<Result>(weight: number, work: () => Promise<Result>): Promise<Result> {
    const own = Math.min(weight, this.#size);
    // Asked again after each wait: several are woken when one leaves.
    while (this.#taken + own > this.#size) await new Promise<void>((resume) => this.#waiting.push(resume));
    this.#taken += own;
    try {
      return await work();
    } finally {
      this.#taken -= own;
      for (const resume of this.#waiting.splice(0)) resume();
    }
  }
}

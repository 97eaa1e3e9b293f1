import type { Dice } from "./dice.ts";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void | Promise<void>;
}

/**
 * Simulated time and one thread of control. Whoever is about to touch the world waits for a turn, and the dice
 * choose who goes next: every interleaving of workers at their effects can happen, and a seed repeats it.
 */
export class Turns {
  now = Date.parse("2024-06-01T00:00:00Z");
  readonly #dice: Dice;
  readonly #turnMs: number;
  readonly #ready: (() => void)[] = [];
  readonly #sleepers: Sleeper[] = [];
  #outside = 0;

  /** Each turn takes up to `turnMs`, one after the other: keep it small where thousands run beside each other. */
  constructor(dice: Dice, turnMs = 40) {
    this.#dice = dice;
    this.#turnMs = turnMs;
  }

  turn(): Promise<void> {
    return new Promise((resolve) => this.#ready.push(resolve));
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  after(ms: number, wake: Sleeper["wake"]): void {
    const at = this.now + ms;
    // Whoever sleeps longest comes first: the next to wake is the last.
    let low = 0;
    for (let high = this.#sleepers.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((this.#sleepers[middle]?.at ?? 0) > at) low = middle + 1;
      else high = middle;
    }
    this.#sleepers.splice(low, 0, { at, wake });
  }

  /** Real work, such as a real database's: simulated time stands still until it is done. */
  async outside<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#outside++;
    try {
      return await work();
    } finally {
      this.#outside--;
    }
  }

  /** Goes on until nobody waits for anything. */
  async run(): Promise<void> {
    for (;;) {
      do await new Promise(setImmediate);
      while (this.#outside > 0);
      if (this.#ready.length === 0 && this.#sleepers.length === 0) return;
      this.now += this.#dice.next() * this.#turnMs;
      if (this.#ready.length === 0) this.now = Math.max(this.now, this.#sleepers.at(-1)?.at ?? 0);
      await this.#wakeDue();
      const [chosen] = this.#ready.splice(this.#dice.below(this.#ready.length), 1);
      chosen?.();
    }
  }

  async #wakeDue(): Promise<void> {
    while ((this.#sleepers.at(-1)?.at ?? Number.POSITIVE_INFINITY) <= this.now)
      await this.#sleepers.pop()?.wake();
  }
}

import type { Dice } from "./dice.ts";

interface Waiting {
  readonly who: object;
  readonly go: () => void;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void | Promise<void>;
}

const demotion = 0.02;

/**
 * Who goes next, by priority: the dice give each process one, and now and then put the first behind all others. So one
 * process stands between two of its effects while another does all of its work, which turns dealt evenly hardly ever
 * bring about. After "A randomized scheduler with probabilistic guarantees of finding bugs" (Burckhardt and others, 2010).
 */
class Priorities {
  readonly #dice: Dice;
  readonly #of = new WeakMap<object, number>();
  #lowest = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  first(waiting: readonly Waiting[]): number {
    let first = 0;
    for (let each = 1; each < waiting.length; each++)
      if (this.#priority(waiting[each]) > this.#priority(waiting[first])) first = each;
    const chosen = waiting[first];
    if (chosen && this.#dice.chance(demotion)) this.#of.set(chosen.who, --this.#lowest);
    return first;
  }

  #priority(waiting: Waiting | undefined): number {
    if (!waiting) return 0;
    const known = this.#of.get(waiting.who);
    if (known !== undefined) return known;
    const given = this.#dice.next();
    this.#of.set(waiting.who, given);
    return given;
  }
}

/**
 * Simulated time and one thread of control. Whoever is about to touch the world waits for a turn, and the dice
 * choose who goes next: every interleaving of workers at their effects can happen, and a seed repeats it.
 */
export class Turns {
  now = Date.parse("2024-06-01T00:00:00Z");
  readonly #dice: Dice;
  readonly #turnMs: number;
  readonly #ready: Waiting[] = [];
  readonly #priorities: Priorities | undefined;
  readonly #sleepers: Sleeper[] = [];
  #outside = 0;

  /** Each turn takes up to `turnMs`, one after the other: keep it small where thousands run beside each other. */
  constructor(dice: Dice, turnMs = 40, byPriority = false) {
    this.#dice = dice;
    this.#turnMs = turnMs;
    if (byPriority) this.#priorities = new Priorities(dice);
  }

  turn(who: object): Promise<void> {
    return new Promise((resolve) => this.#ready.push({ who, go: resolve }));
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
      const [chosen] = this.#ready.splice(this.#next(), 1);
      chosen?.go();
    }
  }

  #next(): number {
    return this.#priorities?.first(this.#ready) ?? this.#dice.below(this.#ready.length);
  }

  async #wakeDue(): Promise<void> {
    while ((this.#sleepers.at(-1)?.at ?? Number.POSITIVE_INFINITY) <= this.now)
      await this.#sleepers.pop()?.wake();
  }
}

import type { Dice } from "./dice.ts";

/** How often what goes wrong, from 0 to 1. */
export interface Faults {
  readonly crash: number;
  /** A process that stands still for longer than its lease, and then goes on. */
  readonly pause: number;
  /** 503 or a lost answer: the effect may or may not have taken place. */
  readonly error: number;
  readonly loseMessage: number;
  readonly doubleMessage: number;
  readonly slowJob: number;
  /** Stands still right before a job is submitted, for longer than others need to take over. */
  readonly standStill: number;
  readonly failJob: number;
  /** A job that is refused for certain, while its id stays free: no right, no memory, a full disk. */
  readonly refuseJob: number;
}

export const noFaults: Faults = {
  crash: 0,
  pause: 0,
  error: 0,
  loseMessage: 0,
  doubleMessage: 0,
  slowJob: 0,
  standStill: 0,
  failJob: 0,
  refuseJob: 0,
};

export type Fate = "happens" | "dies before" | "dies after" | "is refused" | "is not answered";

/** A file that fails eight times is rightly given up on, so ingest's faults are counted. */
const budgets: Readonly<Record<string, number>> = { ingest: 4, retract: 4, sweep: 3 };
const otherBudget = 12;

export class FaultDice {
  faults: Faults;
  readonly #dice: Dice;
  readonly #spent = new Map<string, number>();

  constructor(faults: Faults, dice: Dice) {
    this.faults = faults;
    this.#dice = dice;
  }

  fateOf(stage: string, isWrite: boolean): Fate {
    const { crash, error } = this.faults;
    if (this.#dice.chance(crash) && this.#mayHarm(stage))
      return isWrite && this.#dice.chance(0.6) ? "dies after" : "dies before";
    if (this.#dice.chance(error) && this.#mayHarm(stage))
      return isWrite && this.#dice.chance(0.5) ? "is not answered" : "is refused";
    return "happens";
  }

  pauseMs(): number {
    return this.#dice.chance(this.faults.pause) ? this.#dice.below(90_000) : 0;
  }

  job(): {
    readonly startMs: number;
    readonly runMs: number;
    readonly end: "good" | "transient" | "permanent";
  } {
    const { slowJob, failJob } = this.faults;
    const slow = this.#dice.chance(slowJob);
    const end = this.#dice.chance(failJob) ? (this.#dice.chance(0.6) ? "transient" : "permanent") : "good";
    return {
      startMs: this.#dice.below(slow ? 40_000 : 500),
      runMs: this.#dice.below(slow ? 90_000 : 2000),
      end,
    };
  }

  standStillMs(): number {
    return this.#dice.chance(this.faults.standStill) ? this.#dice.below(900_000) : 0;
  }

  isRefused(): boolean {
    return this.#dice.chance(this.faults.refuseJob);
  }

  #mayHarm(stage: string): boolean {
    const spent = this.#spent.get(stage) ?? 0;
    this.#spent.set(stage, spent + 1);
    return spent < (budgets[stage] ?? otherBudget);
  }
}

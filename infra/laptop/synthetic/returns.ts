import type { Random } from "../../../shared/learning/random.ts";
import type { Line } from "./basket.ts";
import type { Calendar } from "./calendar.ts";
import { roundFairly } from "./samplers.ts";

/** A returned line and the sale that it undoes. */
export interface Returnable<Sale> {
  readonly sale: Sale;
  readonly line: Line;
}

const RETURN_CHANCE = 0.022;
const LONGEST_DAYS = 21;
/** The chance that all pieces come back. Otherwise half of them do; of a single piece that may round to none. */
const WHOLE_CHANCE = 0.6;
const MEAN_PART = WHOLE_CHANCE + (1 - WHOLE_CHANCE) / 2;

/** Return lines per line sold. */
export const RETURN_LINES_PER_SALE = RETURN_CHANCE * 0.9;

/** Returns that are already decided, by the day on which the goods come back. */
export class PendingReturns<Sale> {
  readonly #calendar: Calendar;
  readonly #byDay = new Map<number, Returnable<Sale>[]>();

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  /** Decides at the sale whether, when and how much of a line comes back: once, so never more than was sold. */
  consider(random: Random, day: number, sale: Sale, line: Line): void {
    if (!random.chance(RETURN_CHANCE)) return;
    const when = this.#calendar.nextOpen(day + 1 + random.below(LONGEST_DAYS));
    const quantity = random.chance(WHOLE_CHANCE) ? line.quantity : roundFairly(random, line.quantity / 2);
    if (quantity === 0) return;
    const due = this.#byDay.get(when) ?? [];
    this.#byDay.set(when, due);
    due.push({ sale, line: { ...line, quantity: -quantity } });
  }

  takeDue(day: number): readonly Returnable<Sale>[] {
    const due = this.#byDay.get(day) ?? [];
    this.#byDay.delete(day);
    return due;
  }

  dueUntil(day: number): readonly Returnable<Sale>[] {
    return [...this.#byDay].filter(([when]) => when <= day).flatMap(([, due]) => due);
  }
}

/** The average share of a day's sales that is returned by `lastDay`. */
export function expectedShareReturned(calendar: Calendar, day: number, lastDay: number): number {
  let inTime = 0;
  for (let lag = 1; lag <= LONGEST_DAYS; lag++) {
    if (calendar.nextOpen(day + lag) <= lastDay) inTime += 1 / LONGEST_DAYS;
  }
  return RETURN_CHANCE * MEAN_PART * inTime;
}

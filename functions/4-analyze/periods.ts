import { dayOf, isoDate, monthStart, weekdayOf } from "../../shared/dates.ts";
import type { Cadence } from "../../shared/kpis/kpi.ts";
import { lookbackDays } from "./detect/settings.ts";

/** Periods that are judged together, by their first days, both included. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** What one job reads and changes at most: it bounds memory, and BigQuery lets a job change 4,000 partitions. */
const mostDays = 400;

/**
 * The stretches whose judgements may depend on these days: from the period of a day to the last one that looks back to it,
 * or to the newest that is known, after which nothing can be found. They are cut into pieces, in their order.
 */
export const stretchesOf = (cadence: Cadence, days: readonly string[], newest: string): Stretch[] => {
  const reach = lookbackDays(cadence);
  const end = dayOf(newest);
  const joined: { first: number; last: number }[] = [];
  for (const day of [...days].map(dayOf).sort((one, other) => one - other)) {
    const first = periodStart(cadence, day);
    // What was found on a day that is gone is removed, too.
    const last = Math.min(day + reach, Math.max(day, end));
    const open = joined.at(-1);
    if (open && first <= open.last + 1) open.last = Math.max(open.last, last);
    else joined.push({ first, last });
  }
  return joined.flatMap(cut);
};

const cut = ({ first, last }: Stretch): Stretch[] =>
  Array.from({ length: Math.ceil((last - first + 1) / mostDays) }, (_, piece) => ({
    first: first + piece * mostDays,
    last: Math.min(last, first + (piece + 1) * mostDays - 1),
  }));

const periodStart = (cadence: Cadence, day: number): number => {
  if (cadence === "monthly") return monthStart(day);
  return cadence === "weekly" ? day - ((weekdayOf(day) + 6) % 7) : day;
};

/** The last day of a period, by its first day. */
export const periodEnd = (cadence: Cadence, first: number): number => {
  if (cadence === "monthly") return monthStart(first + 31) - 1;
  return cadence === "weekly" ? first + 6 : first;
};

/** What must be read to judge a stretch. */
export const readFor = (cadence: Cadence, { first, last }: Stretch) => ({
  from: isoDate(first - lookbackDays(cadence)),
  to: isoDate(last),
});

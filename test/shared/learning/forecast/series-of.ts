import { weekdayOf } from "../../../../shared/dates.ts";
import type { DailySeries } from "../../../../shared/learning/forecast/series.ts";

/** 2024-01-01, a Monday. */
export const monday = 19723;

/** Normal random numbers from a seed (Mulberry32 and Box-Muller). */
export const noiseFrom = (seed: number): (() => number) => {
  let state = seed;
  const even = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(even() + 1e-12)) * Math.cos(2 * Math.PI * even());
};

const week = [0, 1, 1.2, 0.9, 1.1, 1.6, 2];

/** Closed on Sundays, busy on Saturdays. */
export const shop = (days: number, { level = 1000, growth = 0, scatter = 0, seed = 7 } = {}): DailySeries => {
  const noise = noiseFrom(seed);
  return {
    firstDay: monday,
    values: Float64Array.from(
      { length: days },
      (_, index) =>
        level * (week[weekdayOf(monday + index)] ?? 0) * Math.exp(growth * index + scatter * noise()),
    ),
  };
};

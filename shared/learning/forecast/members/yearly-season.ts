import { weekdayOf } from "../../../dates.ts";
import { mean } from "../../numbers.ts";
import type { Method } from "../forecaster.ts";
import { fastLevel } from "./fast-level.ts";
import { dot, weightedRidge } from "./weighted-ridge.ts";

/** With less, the season of the year cannot be told from a trend. */
const fewestDays = 548;
const terms = 5;
const year = 365.25;

/**
 * Weekdays and the season of the year as Fourier terms, fitted to all of history on the log scale, and a level that follows
 * what remains.
 */
export const yearlySeason: Method = {
  name: "yearly season",
  specialist: true,
  forecast: ({ days, log, smear }, future) => {
    const [first = 0, last = 0] = [days[0], days.at(-1)];
    if (last - first < fewestDays) return new Float64Array(future.length).fill(Number.NaN);
    const describe = (day: number) => describeDay(day, last);
    const centre = mean(log);
    const rows = Array.from(days, describe);
    const coefficients = weightedRidge(
      rows,
      log.map((value) => value - centre),
      rows.map(() => 1),
    );
    const fitted = (day: number) => centre + dot(describe(day), coefficients);
    const level = fastLevel(log.map((value, index) => value - fitted(days[index] ?? 0)));
    return Float64Array.from(future, (day) => smear * Math.exp(fitted(day) + level));
  },
};

const describeDay = (day: number, last: number): number[] => {
  const row = [1, (day - last) / year, ...Array<number>(7).fill(0)];
  row[2 + weekdayOf(day)] = 1;
  for (let term = 1; term <= terms; term++) {
    const angle = (2 * Math.PI * term * day) / year;
    row.push(Math.sin(angle), Math.cos(angle));
  }
  return row;
};

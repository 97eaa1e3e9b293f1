import { weekdayOf } from "../../../dates.ts";
import { weightedMean } from "../../numbers.ts";
import type { Method } from "../forecaster.ts";
import { dot, weightedRidge } from "./weighted-ridge.ts";

const halfLifeDays = 60;
/** Before two years a yearly season cannot be told from a trend. */
const yearlyFrom = 730;
const yearlyTerms = 2;
const year = 365.25;

/** Ridge regression on the log scale: trend, weekdays and, after two years, a season. Recent days weigh more. */
export const calendarRidge: Method = {
  name: "calendar ridge",
  forecast: ({ days, log }, future) => {
    const first = days[0] ?? 0;
    const last = days.at(-1) ?? first;
    const yearly = last - first >= yearlyFrom ? yearlyTerms : 0;
    const describe = (day: number) => describeDay(day, first, last, yearly);
    const rows = Array.from(days, describe);
    const weights = rows.map((_, index) => 0.5 ** ((rows.length - 1 - index) / halfLifeDays));
    const centre = weightedMean(log, weights);
    const coefficients = weightedRidge(
      rows,
      log.map((value) => value - centre),
      weights,
    );
    return Float64Array.from(future, (day) => Math.exp(centre + dot(describe(day), coefficients)));
  },
};

const describeDay = (day: number, first: number, last: number, yearly: number): number[] => {
  const row = [1, (day - last) / Math.max(1, last - first), ...Array<number>(7).fill(0)];
  row[2 + weekdayOf(day)] = 1;
  for (let term = 1; term <= yearly; term++) {
    const angle = (2 * Math.PI * term * day) / year;
    row.push(Math.sin(angle), Math.cos(angle));
  }
  return row;
};

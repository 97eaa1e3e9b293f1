import { weekdayOf } from "../../../dates.ts";
import { mean } from "../../numbers.ts";
import type { Method } from "../forecaster.ts";
import type { OpenDays } from "../open-days.ts";
import { downhill } from "./downhill.ts";

/** ETS(A,Ad,A): error, damped trend and weekly season, additive on the log scale. The simplex finds the four rates. */
export const ets: Method = {
  name: "ETS",
  forecast: (past, future) => {
    if (past.days.length < 4 * past.perWeek) return new Float64Array(future.length).fill(Number.NaN);
    const series = {
      past,
      values: past.log.map((value, index) => clippedLog(past, value, index)),
      weekdays: Uint8Array.from(past.days, weekdayOf),
    };
    const rates = smoothingRates(
      downhill((raw) => smoothSeries(series, smoothingRates(raw)).squares, [-1.5, -3, -2, 3]),
    );
    const { level, trend, week } = smoothSeries(series, rates);
    let rise = 0;
    let fading = rates.phi;
    return Float64Array.from(future, (day) => {
      rise += fading * trend;
      fading *= rates.phi;
      return Math.exp(level + rise + (week[weekdayOf(day)] ?? 0));
    });
  },
};

type Rates = ReturnType<typeof smoothingRates>;

/** Maps any numbers to rates with which old days weigh less than new ones. */
const smoothingRates = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]) => {
  const alpha = 0.01 + 0.6 * logistic(a);
  return {
    alpha,
    beta: alpha * 0.5 * logistic(b),
    gamma: (1 - alpha) * 0.4 * logistic(c),
    phi: 0.8 + 0.19 * logistic(d),
  };
};

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

interface Smoothed {
  readonly past: OpenDays;
  readonly values: Float64Array;
  readonly weekdays: Uint8Array;
}

const smoothSeries = ({ past, values, weekdays }: Smoothed, { alpha, beta, gamma, phi }: Rates) => {
  let level = mean(past.level.subarray(0, 2 * past.perWeek));
  let trend = 0;
  let squares = 0;
  const week = past.weekday.slice();
  for (let index = 0; index < values.length; index++) {
    const weekday = weekdays[index] ?? 0;
    const season = week[weekday] ?? 0;
    const expected = level + phi * trend;
    const error = (values[index] ?? 0) - expected - season;
    squares += error * error;
    level = expected + alpha * error;
    trend = phi * trend + beta * error;
    week[weekday] = season + gamma * error;
  }
  return { level, trend, week, squares };
};

/** The day's log sales with outliers clipped as in `level`. */
const clippedLog = ({ level, weekday, days }: OpenDays, value: number, index: number): number => {
  const clipped = (level[index] ?? value) + (weekday[weekdayOf(days[index] ?? 0)] ?? 0);
  return Number.isFinite(clipped) ? clipped : value;
};

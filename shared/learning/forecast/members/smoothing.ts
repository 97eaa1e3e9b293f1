import { weekdayOf } from "../../../dates.ts";
import { mean } from "../../numbers.ts";
import type { Method } from "../forecaster.ts";
import type { OpenDays } from "../open-days.ts";

/** Thirteen smoothing rates, evenly spaced on a log scale. */
const rates = Array.from({ length: 13 }, (_, step) => 0.02 * 25 ** (step / 12));
const trendRate = 0.05;
const damping = 0.98;

/** Simple exponential smoothing: the level alone. */
export const smoothedLevel: Method = {
  name: "SES",
  forecast: (past, future) => {
    const { level } = bestSmoothing(past.level, 0, 1);
    return onSalesScale(past, future, () => level);
  },
};

/** The Theta method: the level with half the slope of a straight line. */
export const theta: Method = {
  name: "Theta",
  forecast: (past, future) => {
    const { level } = bestSmoothing(past.level, 0, 1);
    const drift = slope(past.level) / 2;
    return onSalesScale(past, future, (step) => level + drift * step);
  },
};

/** A level and a trend that fades. */
export const dampedTrend: Method = {
  name: "damped trend",
  forecast: (past, future) => {
    const { level, trend } = bestSmoothing(past.level, trendRate, damping);
    return onSalesScale(
      past,
      future,
      (step) => level + (trend * damping * (1 - damping ** step)) / (1 - damping),
    );
  },
};

/** Adds the weekday effect to a path of log levels and returns to the scale of sales. */
const onSalesScale = (
  { weekday }: OpenDays,
  future: Int32Array,
  levelAt: (step: number) => number,
): Float64Array =>
  Float64Array.from(future, (day, index) => Math.exp(levelAt(index + 1) + (weekday[weekdayOf(day)] ?? 0)));

/** The smoothing with the rate whose one-step forecasts erred least. */
const bestSmoothing = (values: Float64Array, beta: number, phi: number) =>
  rates
    .map((alpha) => smooth(values, alpha, beta, phi))
    .reduce((best, state) => (state.squares < best.squares ? state : best));

const smooth = (values: Float64Array, alpha: number, beta: number, phi: number) => {
  let level = mean(values.subarray(0, 12));
  let trend = 0;
  let squares = 0;
  for (const value of values) {
    const expected = level + phi * trend;
    const error = value - expected;
    squares += error * error;
    level = expected + alpha * error;
    trend = phi * trend + alpha * beta * error;
  }
  return { level, trend, squares };
};

const slope = (values: Float64Array): number => {
  const centre = (values.length - 1) / 2;
  let product = 0;
  let squares = 0;
  for (const [index, value] of values.entries()) {
    product += (index - centre) * value;
    squares += (index - centre) ** 2;
  }
  return squares === 0 ? 0 : product / squares;
};

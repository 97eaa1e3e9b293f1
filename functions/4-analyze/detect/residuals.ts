import { clip } from "../../../shared/learning/numbers.ts";
import { dayKindCount, dayKinds, type EffectSettings, fillEffects } from "./day-effects.ts";
import { innerMedians, medianOfRange, medianWithin, rollingMedians } from "./rolling-median.ts";

/** A KPI on the days with trade, on the scale where its noise is even. */
export interface Points {
  readonly days: Int32Array;
  readonly values: Float64Array;
}

export interface ForecastSettings extends EffectSettings {
  /** Points that a forecast learns from at most, and the days that they may be old. */
  readonly window: number;
  readonly windowDays: number;
  /** Fewer points give no forecast. */
  readonly fewest: number;
  /** Weight of the newest value in the level. */
  readonly alpha: number;
}

export interface Forecasts {
  /** Expected values, NaN before anything can be expected. */
  readonly expected: Float64Array;
  /** actual − expected */
  readonly residuals: Float64Array;
}

/**
 * Expects each value from the ones before it: level, weekday and month end, robustly. What it expects of a day depends on
 * the window before it alone, so that any run, of one day or of all, gets the same bits.
 */
export function forecastEach({ days, values }: Points, settings: ForecastSettings, from = 0): Forecasts {
  const series = { values, inner: innerMedians(values), kinds: dayKinds(days) };
  const room = roomFor(Math.min(settings.window, values.length));
  const expected = new Float64Array(values.length).fill(Number.NaN);
  for (let at = from; at < values.length; at++) {
    const start = windowStart(days, at, settings.window, settings.windowDays);
    if (at - start < settings.fewest) continue;
    expected[at] = expectedAt(at, start, series, settings, room);
  }
  return { expected, residuals: values.map((value, at) => value - (expected[at] ?? Number.NaN)) };
}

/** The first of at most `window` points before `at` that are at most `windowDays` old. */
export function windowStart(days: Int32Array, at: number, window: number, windowDays: number): number {
  let start = Math.max(0, at - window);
  while ((days[start] ?? 0) < (days[at] ?? 0) - windowDays) start++;
  return start;
}

interface Prepared {
  readonly values: Float64Array;
  readonly inner: Float64Array;
  readonly kinds: Uint8Array;
}

/** What one forecast after another is computed in: making new arrays for each takes longer than the sums. */
interface Room {
  readonly around: Float64Array;
  readonly off: Float64Array;
  readonly flat: Float64Array;
  /** For medians: a list for each weekday. */
  readonly lists: Float64Array;
  /** By kind of day. */
  readonly effects: Float64Array;
}

const roomFor = (points: number): Room => ({
  around: new Float64Array(points),
  off: new Float64Array(points),
  flat: new Float64Array(points),
  lists: new Float64Array(7 * points),
  effects: new Float64Array(dayKindCount),
});

function expectedAt(
  at: number,
  start: number,
  series: Prepared,
  settings: ForecastSettings,
  room: Room,
): number {
  const effects = flatten(start, at, series, settings, room);
  return levelAfter(room, at - start, settings.alpha) + (effects[series.kinds[at] ?? 0] ?? 0);
}

/** Fills the room with the values in [start, end) without the effects of weekdays and month ends, which it returns. */
function flatten(
  start: number,
  end: number,
  { values, inner, kinds }: Prepared,
  settings: ForecastSettings,
  room: Room,
): Float64Array {
  const { around, off, flat } = room;
  const count = end - start;
  rollingMedians(values, inner, start, end, around);
  for (let place = 0; place < count; place++)
    off[place] = (values[start + place] ?? 0) - (around[place] ?? 0);
  const effects = fillEffects(room, kinds.subarray(start, end), settings);
  for (let place = 0; place < count; place++)
    flat[place] = (values[start + place] ?? 0) - (effects[kinds[start + place] ?? 0] ?? 0);
  return effects;
}

/** The values in [start, end) with the weekdays' and month ends' effects taken off. */
export function withoutWeekdays(
  { days, values }: Points,
  start: number,
  end: number,
  settings: ForecastSettings,
): Float64Array {
  const own = values.slice(start, end);
  const room = roomFor(own.length);
  const series = { values: own, inner: innerMedians(own), kinds: dayKinds(days.subarray(start, end)) };
  flatten(0, own.length, series, settings, room);
  return room.flat;
}

/** Exponential smoothing that one outlier cannot move far: errors count up to three robust standard deviations. */
function levelAfter({ flat, around, lists }: Room, count: number, alpha: number): number {
  for (let place = 0; place < count; place++)
    lists[place] = Math.abs((flat[place] ?? 0) - (around[place] ?? 0));
  const most = 3 * 1.4826 * medianWithin(lists, 0, count);
  let level = medianOfRange(flat, 0, Math.min(10, count));
  for (let place = 0; place < count; place++) level += alpha * clip((flat[place] ?? 0) - level, -most, most);
  return level;
}

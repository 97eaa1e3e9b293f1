import { isoDate, weekdayOf } from "../../../shared/dates.ts";
import { clip } from "../../../shared/learning/numbers.ts";
import { innerMedians, medianInPlace, medianOf, rollingMedians } from "./rolling-median.ts";

/** A KPI on the days with trade, on the scale where its noise is even. */
export interface Points {
  readonly days: Int32Array;
  readonly values: Float64Array;
}

export interface ForecastSettings {
  /** Points that a forecast learns from at most, and the days that they may be old. */
  readonly window: number;
  readonly windowDays: number;
  /** Fewer points give no forecast. */
  readonly fewest: number;
  /** Weight of the newest value in the level. */
  readonly alpha: number;
  /** Each weekday's effect is shrunk as if so many days without effect were known of it. 0: there are no weekdays. */
  readonly weekdayShrinkage: number;
  readonly monthEndShrinkage: number;
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
  const inner = innerMedians(values);
  const kinds = dayKinds(days);
  const expected = new Float64Array(values.length).fill(Number.NaN);
  for (let at = from; at < values.length; at++) {
    const start = windowStart(days, at, settings.window, settings.windowDays);
    if (at - start < settings.fewest) continue;
    expected[at] = expectedAt(at, start, { values, inner, kinds }, settings);
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

const monthEnd = 8;

/** The weekday, and whether it is among the last two days of a month. */
function dayKinds(days: Int32Array): Uint8Array {
  return Uint8Array.from(
    days,
    (day) => weekdayOf(day) + (isoDate(day).slice(0, 7) === isoDate(day + 2).slice(0, 7) ? 0 : monthEnd),
  );
}

function expectedAt(at: number, start: number, series: Prepared, settings: ForecastSettings): number {
  const { values, inner, kinds } = series;
  const around = rollingMedians(values, inner, start, at);
  const off = values.slice(start, at);
  const flat = values.slice(start, at);
  for (let place = 0; place < off.length; place++) off[place] = (off[place] ?? 0) - (around[place] ?? 0);
  const effects = effectsIn(off, kinds.subarray(start, at), settings);
  for (let place = 0; place < flat.length; place++)
    flat[place] = (flat[place] ?? 0) - effects(kinds[start + place] ?? 0);
  return levelAfter(flat, around, settings.alpha) + effects(kinds[at] ?? 0);
}

/** The values in [start, end) with the weekdays' and month ends' effects taken off. */
export function withoutWeekdays(
  { days, values }: Points,
  start: number,
  end: number,
  settings: ForecastSettings,
): Float64Array {
  const own = values.slice(start, end);
  const around = rollingMedians(own, innerMedians(own), 0, own.length);
  const kinds = dayKinds(days.subarray(start, end));
  const effects = effectsIn(
    own.map((value, place) => value - (around[place] ?? 0)),
    kinds,
    settings,
  );
  return own.map((value, place) => value - effects(kinds[place] ?? 0));
}

/** How far each kind of day lies off the days around it. */
function effectsIn(
  off: Float64Array,
  kinds: Uint8Array,
  { weekdayShrinkage, monthEndShrinkage }: ForecastSettings,
): (kind: number) => number {
  if (weekdayShrinkage === 0) return () => 0;
  const weekdays = weekdayEffects(off, kinds, weekdayShrinkage);
  let centre = 0;
  const ends: number[] = [];
  for (let place = 0; place < off.length; place++) {
    const kind = kinds[place] ?? 0;
    const effect = weekdays[kind & 7] ?? 0;
    centre += effect / off.length;
    if (kind & monthEnd) ends.push((off[place] ?? 0) - effect);
  }
  const end = ends.length > 0 ? medianOf(ends) * (ends.length / (ends.length + monthEndShrinkage)) : 0;
  return (kind) => (weekdays[kind & 7] ?? 0) - centre + (kind & monthEnd ? end : 0);
}

function weekdayEffects(off: Float64Array, kinds: Uint8Array, shrinkage: number): Float64Array {
  const counts = new Uint8Array(7);
  const own = new Float64Array(7 * off.length);
  for (let place = 0; place < off.length; place++) {
    const weekday = (kinds[place] ?? 0) & 7;
    const count = counts[weekday] ?? 0;
    own[weekday * off.length + count] = off[place] ?? 0;
    counts[weekday] = count + 1;
  }
  const effects = new Float64Array(7);
  for (const [weekday, count] of counts.entries()) {
    const start = weekday * off.length;
    if (count > 0)
      effects[weekday] = medianInPlace(own.subarray(start, start + count)) * (count / (count + shrinkage));
  }
  return effects;
}

/** Exponential smoothing that one outlier cannot move far: errors count up to three robust standard deviations. */
function levelAfter(flat: Float64Array, around: Float64Array, alpha: number): number {
  const sizes = new Float64Array(flat.length);
  for (let place = 0; place < flat.length; place++)
    sizes[place] = Math.abs((flat[place] ?? 0) - (around[place] ?? 0));
  const most = 3 * 1.4826 * medianInPlace(sizes);
  let level = medianOf(flat.subarray(0, 10));
  for (let place = 0; place < flat.length; place++)
    level += alpha * clip((flat[place] ?? 0) - level, -most, most);
  return level;
}

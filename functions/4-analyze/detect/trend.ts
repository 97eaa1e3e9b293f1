import { leastPValue, mannKendall } from "./mann-kendall.ts";
import { type Points, windowStart, withoutWeekdays } from "./residuals.ts";
import { medianOf } from "./rolling-median.ts";
import { type DetectorSettings, mostBetweenTests, type TrendSettings } from "./settings.ts";

export interface NewTrend {
  readonly pValue: number;
  /** The ends of the line through the window, on the scale of the points. */
  readonly from: number;
  readonly to: number;
  readonly since: number;
}

/**
 * A trend is tested on the first period of each week, and is new if it was none in the week before: it lasts for weeks, and
 * is told once.
 */
export const newTrend = (points: Points, at: number, settings: DetectorSettings): NewTrend | null => {
  const { trend } = settings;
  if (!trend || !opensWeek(points.days, at)) return null;
  const now = trendAt(points, at, settings, trend);
  if (!now) return null;
  const before = trendAt(points, lastTest(points.days, at), settings, trend);
  const isOld = before && before.to > before.from === now.to > now.from;
  return isOld ? null : now;
};

/** Null also where there is no trend. */
const trendAt = (
  points: Points,
  at: number,
  settings: DetectorSettings,
  { window, windowDays, fewest, pValue: limit }: TrendSettings,
): NewTrend | null => {
  if (at < 0) return null;
  const start = windowStart(points.days, at + 1, window, windowDays);
  if (at + 1 - start < fewest) return null;
  const flat = withoutWeekdays(points, start, at + 1, settings.forecast);
  if (leastPValue(flat) >= limit) return null;
  const { pValue, slope } = mannKendall(flat);
  if (pValue >= limit) return null;
  const half = (slope * (flat.length - 1)) / 2;
  const level = medianOf(flat);
  return { pValue, from: level - half, to: level + half, since: points.days[start] ?? 0 };
};

/** Weeks without any period are passed over, up to four. Returns -1 beyond. */
const lastTest = (days: Int32Array, at: number): number => {
  let before = at - 1;
  while (before > 0 && !opensWeek(days, before)) before--;
  return before >= 0 && (days[at] ?? 0) - (days[before] ?? 0) <= mostBetweenTests ? before : -1;
};

/** 1970-01-05 was a Monday. */
const weekOf = (day: number): number => Math.floor((day - 4) / 7);

const opensWeek = (days: Int32Array, at: number): boolean =>
  at === 0 || weekOf(days[at] ?? 0) !== weekOf(days[at - 1] ?? 0);

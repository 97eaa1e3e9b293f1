import { weekdayOf } from "../../dates.ts";
import { clip, median, sum } from "../numbers.ts";
import type { Calendar } from "./calendar.ts";
import type { DailySeries } from "./series.ts";

export type OpenDays = ReturnType<typeof openDays>;

/** Smaller sales are raised to this share of the median, because the log of almost nothing would dominate every mean. */
const floorShare = 0.01;
const daysForWeekdays = 60;
const outlierDeviations = 3;
const madToDeviation = 1.4826;

/** The sales of the open days, also on a log scale, without weekday effects and outliers. */
export const openDays = (series: DailySeries, calendar: Calendar) => {
  const days: number[] = [];
  const sales: number[] = [];
  for (const [index, value] of series.values.entries()) {
    const day = series.firstDay + index;
    // An open day without trade is a lost file or an unexpected closure: it says nothing about sales on open days.
    if (value === 0 || calendar.isClosed(day)) continue;
    days.push(day);
    sales.push(value);
  }
  const perWeek = Math.max(1, new Set(days.slice(-56).map(weekdayOf)).size);
  const floor = Math.max(floorShare * median(sales.filter((value) => value > 0)), Number.MIN_VALUE);
  const log = Float64Array.from(sales, (value) => Math.log(Math.max(value, floor)));
  const smooth = rollingMedian(log, perWeek);
  const weekday = weekdayEffects(days, log, smooth);
  const level = clipOutliers(
    log.map((value, index) => value - (weekday[weekdayOf(days[index] ?? 0)] ?? 0)),
    smooth,
  );
  const typical = smooth.map((value, index) => Math.exp(value + (weekday[weekdayOf(days[index] ?? 0)] ?? 0)));
  return {
    days: Int32Array.from(days),
    sales: Float64Array.from(sales),
    log,
    /** `log` less the weekday effect, outliers clipped: levels and trends are fitted to this. */
    level,
    /** The rolling median over about a week. */
    smooth,
    /** Sales over what is typical: the mean lies above the median, and totals need the mean (Duan 1983). */
    smear: smearing(sales, typical),
    /** The effect of each weekday on the log scale, Sunday first. */
    weekday,
    /** Open days per week. */
    perWeek,
  };
};

const smearDays = 120;
const [leastSmear, mostSmear] = [0.9, 1.2];

const smearing = (sales: readonly number[], typical: Float64Array): number => {
  const [sold, usual] = [sum(sales.slice(-smearDays)), sum(typical.slice(-smearDays))];
  return usual > 0 ? clip(sold / usual, leastSmear, mostSmear) : 1;
};

/** The usual deviation of an open day from its level on the log scale (median absolute deviation). */
export const usualScatter = ({ days, log, smooth, weekday }: OpenDays): number =>
  madToDeviation *
  median(
    log.map((value, index) =>
      Math.abs(value - (smooth[index] ?? 0) - (weekday[weekdayOf(days[index] ?? 0)] ?? 0)),
    ),
  );

/** Centred; shorter at both ends. */
const rollingMedian = (values: Float64Array, width: number): Float64Array =>
  values.map((_, index) => {
    const first = Math.max(0, index - Math.floor(width / 2));
    return median(values.subarray(first, Math.min(values.length, index + Math.ceil(width / 2))));
  });

const weekdayEffects = (days: readonly number[], log: Float64Array, smooth: Float64Array): Float64Array => {
  const totals = new Float64Array(7);
  const counts = new Float64Array(7);
  for (let index = Math.max(0, days.length - daysForWeekdays); index < days.length; index++) {
    const weekday = weekdayOf(days[index] ?? 0);
    totals[weekday] = (totals[weekday] ?? 0) + (log[index] ?? 0) - (smooth[index] ?? 0);
    counts[weekday] = (counts[weekday] ?? 0) + 1;
  }
  const seen = [...counts.keys()].filter((weekday) => (counts[weekday] ?? 0) > 0);
  const means = totals.map((total, weekday) => total / Math.max(1, counts[weekday] ?? 0));
  const centre = seen.reduce((total, weekday) => total + (means[weekday] ?? 0), 0) / Math.max(1, seen.length);
  return means.map((value, weekday) => ((counts[weekday] ?? 0) > 0 ? value - centre : 0));
};

const clipOutliers = (level: Float64Array, smooth: Float64Array): Float64Array => {
  const residuals = level.map((value, index) => value - (smooth[index] ?? 0));
  const spread = outlierDeviations * madToDeviation * median(residuals.map(Math.abs));
  return level.map((value, index) => {
    const residual = residuals[index] ?? 0;
    return value - residual + Math.max(-spread, Math.min(spread, residual));
  });
};

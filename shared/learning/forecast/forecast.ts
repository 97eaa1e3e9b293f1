import { isoDate } from "../../dates.ts";
import { RejectedInput } from "../../errors.ts";
import { quantileOfFinite, sum } from "../numbers.ts";
import type { Replay } from "./backtest.ts";
import { learnCalendar } from "./calendar.ts";
import type { Forecaster } from "./forecaster.ts";
import { completeAt, fewestDays, pastForecasts } from "./history.ts";
import { type Band, enoughForecasts, intervalsFrom } from "./intervals.ts";
import { openDays, usualScatter } from "./open-days.ts";
import { type DailySeries, dayAfter } from "./series.ts";

const twoYearsDays = 730;

/** Forecasts the days after the series. The bands come from the errors of past forecasts. */
export const forecastSeries = (series: DailySeries, forecaster: Forecaster, horizon: number) => {
  const past = pastForecasts(forecaster, series, horizon);
  const now = past.at(-1);
  if (!now) throw seriesTooShort(series);
  const completed = completeAt(past, now.origin);
  const scatter = usualScatter(openDays(series, learnCalendar(series)));
  const { p80, p95, provisional } = intervalsFrom(completed, scatter);
  return {
    /** The last day with data. */
    asOf: isoDate(now.origin - 1),
    days: Array.from(now.forecast, (value, step) => ({
      date: isoDate(now.origin + step),
      closed: now.open[step] === false,
      value,
      low80: value * p80.low,
      high80: value * p80.high,
      low95: value * p95.low,
      high95: value * p95.high,
    })),
    total: forecastTotal(now, completed, p80),
    /** The number of completed forecasts behind the intervals. */
    completed: completed.length,
    notes: [
      ...(provisional ? ["The intervals are provisional: fewer than six past forecasts are complete."] : []),
      ...(series.values.length < twoYearsDays
        ? ["With less than two years of history the season of the year cannot be known."]
        : []),
    ],
  };
};

/**
 * Errors of single days partly cancel in a total, so the total has its own band. With too few totals, as after years
 * without a sale, it takes the band of the days.
 */
const forecastTotal = ({ forecast }: Replay, completed: readonly Replay[], ofDays: Band) => {
  const value = sum(forecast);
  const ratios = completed.map((each) => sum(each.actual) / sum(each.forecast)).filter(Number.isFinite);
  const enough = ratios.length >= enoughForecasts;
  const low = enough ? Math.min(1, quantileOfFinite(ratios, 0.1)) : ofDays.low;
  const high = enough ? Math.max(1, quantileOfFinite(ratios, 0.9)) : ofDays.high;
  return { value, low80: value * low, high80: value * high };
};

const seriesTooShort = (series: DailySeries): RejectedInput =>
  new RejectedInput(
    `a forecast needs ${fewestDays} days of sales and there are ${series.values.length}` +
      (series.values.length > 0 ? `, up to ${isoDate(dayAfter(series) - 1)}` : ""),
  );

import { dayOf } from "../../dates.ts";

/** One number per day without gaps; 0 for a day without trade. Days count from 1970-01-01. */
export interface DailySeries {
  readonly firstDay: number;
  readonly values: Float64Array;
  /** Public holidays where the company is, as far as they are known. */
  readonly isHoliday?: (day: number) => boolean;
}

/** The days before `day`: all that a forecast made at the start of `day` may use. */
export const before = (series: DailySeries, day: number): DailySeries => ({
  ...series,
  values: series.values.subarray(0, Math.max(0, Math.min(series.values.length, day - series.firstDay))),
});

export const dayAfter = ({ firstDay, values }: DailySeries): number => firstDay + values.length;

export const valueOn = ({ firstDay, values }: DailySeries, day: number): number | undefined =>
  values[day - firstDay];

/** Makes a series from the days with trade, in order. The days between them had none. */
export const buildSeries = (days: readonly (readonly [string, number])[]): DailySeries => {
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return { firstDay: 0, values: new Float64Array() };
  const firstDay = dayOf(first[0]);
  const values = new Float64Array(dayOf(last[0]) - firstDay + 1);
  for (const [date, value] of days) values[dayOf(date) - firstDay] = value;
  return { firstDay, values };
};

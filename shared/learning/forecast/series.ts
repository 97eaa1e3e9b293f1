import { dayOf } from "../../dates.ts";

/** One number a day without gaps; a day without trade is 0. Days are counted from 1970-01-01. */
export interface DailySeries {
  readonly firstDay: number;
  readonly values: Float64Array;
}

/** The days before `day`, which is where a forecaster that stands at the start of `day` must stop looking. */
export const before = ({ firstDay, values }: DailySeries, day: number): DailySeries => ({
  firstDay,
  values: values.subarray(0, Math.max(0, Math.min(values.length, day - firstDay))),
});

/** The first day after the series: the origin of a forecast that uses all of it. */
export const dayAfter = ({ firstDay, values }: DailySeries): number => firstDay + values.length;

export const valueOn = ({ firstDay, values }: DailySeries, day: number): number | undefined =>
  values[day - firstDay];

/** From the days with trade, in order: the days between them had none. */
export const seriesOf = (days: readonly (readonly [string, number])[]): DailySeries => {
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return { firstDay: 0, values: new Float64Array() };
  const firstDay = dayOf(first[0]);
  const values = new Float64Array(dayOf(last[0]) - firstDay + 1);
  for (const [date, value] of days) values[dayOf(date) - firstDay] = value;
  return { firstDay, values };
};

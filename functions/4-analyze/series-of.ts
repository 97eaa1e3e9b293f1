import { dayOf } from "../../shared/dates.ts";
import type { Series } from "./detect/evidence.ts";
import type { Watched } from "./detect/watched.ts";
import type { KpiValue } from "./read-values.ts";

/** The periods in which the whole company has a value of a KPI. What it traded is known even where it is still learned. */
export const companyPeriods = (rows: readonly KpiValue[]): readonly number[] =>
  rows
    .filter(({ value, state }) => value !== null && state !== "closed" && state !== "gap")
    .map(({ period }) => dayOf(period));

/**
 * Only periods with trade: the zeros of a closed day would lower every mean. A segment without a row in a period in which
 * the company traded sold nothing then, which is a value of a sum or count, and none of a ratio.
 */
export const seriesOf = (watched: Watched, rows: readonly KpiValue[], company: readonly number[]): Series => {
  const known = new Map(rows.map((row) => [dayOf(row.period), row]));
  const points = company.flatMap((day) => {
    const row = known.get(day);
    if (row && row.value !== null) return [{ day, value: row.value, volume: row.volume }];
    return watched.scale === "amount" ? [{ day, value: 0, volume: 0 }] : [];
  });
  return {
    scale: watched.scale,
    days: Int32Array.from(points, ({ day }) => day),
    values: Float64Array.from(points, ({ value }) => value),
    volumes: Float64Array.from(points, ({ volume }) => volume),
  };
};

import { alarmsAmong, type Judged } from "../../../functions/4-analyze/detect/alarms.ts";
import { withoutRepeats } from "../../../functions/4-analyze/detect/cooldown.ts";
import { evidenceOf, type Series } from "../../../functions/4-analyze/detect/evidence.ts";
import {
  lookbackDays,
  settingsFor,
  shiftCooldownDays,
} from "../../../functions/4-analyze/detect/settings.ts";
import type { Watched } from "../../../functions/4-analyze/detect/watched.ts";
import { isoDate } from "../../../shared/dates.ts";
import type { Movement } from "../../../shared/insights/finding.ts";
import type { KpiSeries } from "./retail-kpis.ts";

const settings = settingsFor.daily;

export const watchedAs = ({ kpi, scale }: KpiSeries): Watched => ({
  kpi,
  cadence: "daily",
  dimension: "all",
  segment: "all",
  scale,
  minimumVolume: 20,
  materiality: { percent: 10, absolute: 0 },
  thresholds: [],
  ingredients: [],
  isMoney: false,
  breadth: 0,
});

/** Every value has volume enough. */
export const seriesFrom = ({ scale, days, values }: KpiSeries, from = 0, to = days.length): Series => ({
  scale,
  days: Int32Array.from(days.slice(from, to)),
  values: Float64Array.from(values.slice(from, to)),
  volumes: new Float64Array(to - from).fill(100),
});

/** Judges the days between two places, from the window that the product reads. */
export const evidenceIn = (series: KpiSeries, from: number, to: number): Judged[] => {
  const firstDay = series.days[from] ?? 0;
  const start = series.days.findIndex((day) => day >= firstDay - lookbackDays("daily"));
  const watched = watchedAs(series);
  return evidenceOf(seriesFrom(series, start, to + 1), settings, firstDay).map((evidence) => ({
    watched,
    evidence,
    part: 1,
  }));
};

/** What people are told about the KPIs on each day. */
export const alarmsOf = (judged: readonly (readonly Judged[])[], q?: number): Movement[] => {
  const byDay = Map.groupBy(judged.flat(), ({ evidence }) => evidence.day);
  return withoutRepeats([...byDay.values()].flatMap((together) => alarmsAmong(together, q)));
};

/** Whether people are told about this KPI in these days, given what is judged of the other KPIs. */
export const isFound = (
  changed: KpiSeries,
  others: readonly (readonly Judged[])[],
  { from, to }: { from: number; to: number },
  q?: number,
): boolean => {
  const first = changed.days[from] ?? 0;
  const before = Math.max(
    0,
    changed.days.findIndex((day) => day >= first - shiftCooldownDays.daily),
  );
  const last = changed.days[to] ?? 0;
  const same = others.map((own) =>
    own.filter(({ evidence: { day } }) => day >= first - shiftCooldownDays.daily && day <= last),
  );
  return alarmsOf([evidenceIn(changed, before, to), ...same], q).some(
    ({ kpi, period }) => kpi === changed.kpi && period >= isoDate(first),
  );
};

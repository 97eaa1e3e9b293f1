import { z } from "zod";
import { dayOf, isoDate } from "../../shared/dates.ts";
import { Cadence, type Kpi } from "../../shared/kpis/kpi.ts";
import { calendarOf } from "../../shared/kpis/sources.ts";
import type { Platform } from "../../shared/platform.ts";
import { byBytes } from "../../shared/serving/id-order.ts";
import type { KpiHistory, KpiPoint, KpiSeries, KpiSummary } from "../../shared/serving/sections/kpis.ts";
import { date, sqlFile } from "../../shared/sql.ts";

const valuesSql = sqlFile(import.meta.url, "kpi_values.sql");

/** How many days back the snapshot shows: it stays small, however long the history is. The tables have all of it. */
const daysShown = { daily: 400, weekly: 3 * 364, monthly: 5 * 365, segments: 60 };

const Row = z.object({
  kpi: z.string(),
  cadence: Cadence,
  start: z.iso.date(),
  dimension: z.string(),
  segment: z.string(),
  value: z.number().nullable(),
  state: z.string(),
});
type Row = z.infer<typeof Row>;

export interface KpisRead {
  readonly list: { kpis: KpiSummary[] };
  readonly histories: readonly (readonly [string, KpiHistory])[];
}

/** Reads the recent values of every KPI that is defined. */
export const readKpis = async (
  { warehouse, kpis }: Pick<Platform, "warehouse" | "kpis">,
  asOf: string | null,
): Promise<KpisRead> => {
  const rows = kpis.length === 0 || asOf === null ? [] : await warehouse.query(valuesSql, bounds(asOf));
  const byKpi = Map.groupBy(z.array(Row).parse(rows), ({ kpi }) => kpi);
  // A company that gives no credit has no use for KPIs of it.
  const shown = kpis.filter(({ name, source }) => calendarOf(source) === "sales" || byKpi.has(name));
  const histories = shown.map(({ name }): readonly [string, KpiHistory] => [
    name,
    { series: seriesIn(byKpi.get(name) ?? []) },
  ]);
  return {
    list: { kpis: shown.map((kpi, place) => summaryOf(kpi, histories[place]?.[1].series ?? [])) },
    histories: histories.toSorted(([left], [right]) => byBytes(left, right)),
  };
};

const bounds = (asOf: string) => {
  const back = (days: number) => date(isoDate(dayOf(asOf) - days));
  return {
    daily_from: back(daysShown.daily),
    weekly_from: back(daysShown.weekly),
    monthly_from: back(daysShown.monthly),
    segments_from: back(daysShown.segments),
  };
};

const seriesIn = (rows: readonly Row[]): KpiSeries[] =>
  [
    ...Map.groupBy(rows, ({ cadence, dimension, segment }) =>
      JSON.stringify([cadence, dimension, segment]),
    ).values(),
  ].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const points = own.map(({ start, value, state }): KpiPoint => [start, value, state]);
    return [{ cadence: first.cadence, dimension: first.dimension, segment: first.segment, points }];
  });

const summaryOf = (kpi: Kpi, series: readonly KpiSeries[]): KpiSummary => ({
  name: kpi.name,
  label: kpi.label,
  description: kpi.description,
  owner: kpi.owner,
  unit: kpi.unit,
  direction: kpi.direction,
  formula: kpi.formulaText,
  cadence: kpi.cadence,
  dimensions: kpi.dimensions,
  newest: series.filter(({ dimension }) => dimension === "all").flatMap(newestOf),
});

/** A day is compared with the same weekday of the week before: with the day before it would show the weekday. */
const newestOf = ({ cadence, points }: KpiSeries): KpiSummary["newest"] => {
  const known = points.filter(([, value]) => value !== null);
  const [period, value, state] = known.at(-1) ?? [];
  if (period === undefined || state === undefined || typeof value !== "number") return [];
  const earlier = cadence === "daily" ? isoDate(dayOf(period) - 7) : known.at(-2)?.[0];
  const before = points.find(([start]) => start === earlier)?.[1] ?? null;
  return [{ cadence, period, value, state, before }];
};

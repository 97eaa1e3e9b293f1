import { z } from "zod";
import { Cadence, KpiUnit } from "../../kpis/kpi.ts";
import type { ShardedSection, WholeSection } from "../section.ts";

/** period, value (null without volume), state: see metrics.kpi_values */
const Point = z.tuple([z.iso.date(), z.number().nullable(), z.string()]);
export type KpiPoint = z.infer<typeof Point>;

const Words = z.strictObject({ en: z.string(), de: z.string().optional() });

const Newest = z.strictObject({
  cadence: Cadence,
  period: z.iso.date(),
  value: z.number(),
  state: z.string(),
  /** The value of the period before; of a day, that of the same weekday a week before. Null if there is none. */
  before: z.number().nullable(),
});

export const KpiSummary = z.strictObject({
  name: z.string(),
  label: Words,
  description: Words,
  owner: z.string(),
  unit: KpiUnit,
  direction: z.enum(["up_good", "down_good", "neither"]),
  formula: z.string(),
  cadence: z.array(Cadence),
  dimensions: z.array(z.string()),
  newest: z.array(Newest),
});
export type KpiSummary = z.infer<typeof KpiSummary>;

const KpiList = z.strictObject({ kpis: z.array(KpiSummary) });

/** What each KPI is, and its newest values. */
export const kpis: WholeSection<z.infer<typeof KpiList>> = { name: "kpis", content: KpiList };

const Series = z.strictObject({
  cadence: Cadence,
  dimension: z.string(),
  segment: z.string(),
  points: z.array(Point),
});
export type KpiSeries = z.infer<typeof Series>;

const KpiHistory = z.strictObject({ series: z.array(Series) });
export type KpiHistory = z.infer<typeof KpiHistory>;

/** By the KPI's name: its recent values, of the company and of the largest segments of each dimension. */
export const kpiSeries: ShardedSection<KpiHistory> = {
  name: "kpi_series",
  entry: KpiHistory,
  rows: ({ series }) => series.reduce((rows, { points }) => rows + points.length, 0),
};

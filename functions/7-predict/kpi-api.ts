import { z } from "zod";
import { Cadence, KpiName } from "../../shared/kpis/kpi.ts";
import { KpiSummary } from "../../shared/serving/sections/kpis.ts";
import { staleMeans } from "./serving-state.ts";

const facts = {
  currency: z.string(),
  asOf: z.iso.date().nullable().describe("The newest known day"),
  snapshot: z.string(),
  stale: z.boolean().describe(staleMeans),
};

export const KpisAnswer = z.strictObject({ ...facts, kpis: z.array(KpiSummary) });
export type KpisAnswer = z.infer<typeof KpisAnswer>;

export const KpiPath = z.strictObject({ name: KpiName });

const aDay = "Invalid ISO date: it must be a day of the calendar, written as 2024-10-06";

export const KpiQuery = z.strictObject({
  from: z.iso.date(aDay).optional().describe("The first day of the earliest period"),
  to: z.iso.date(aDay).optional().describe("The first day of the latest period"),
  by: z
    .string()
    .min(1)
    .max(100)
    .default("all")
    .describe("A dimension, such as country; its largest segments"),
  cadence: Cadence.optional().describe("The KPI's most frequent one when left out; weeks start on Monday"),
});
export type KpiQuery = z.infer<typeof KpiQuery>;

const Point = z.strictObject({
  period: z.iso.date(),
  value: z.number().nullable().describe("Null without volume"),
  state: z.string().describe("complete, unfinished, closed, gap, no_volume or learning"),
});

export const KpiAnswer = z.strictObject({
  ...facts,
  kpi: KpiSummary,
  cadence: Cadence,
  by: z.string(),
  series: z.array(z.strictObject({ segment: z.string(), points: z.array(Point) })),
});
export type KpiAnswer = z.infer<typeof KpiAnswer>;

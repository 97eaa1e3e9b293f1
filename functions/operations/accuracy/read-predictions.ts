import { z } from "zod";
import type { Warehouse } from "../../../shared/ports.ts";
import { date, sqlFile } from "../../../shared/sql.ts";

const spendSql = sqlFile(import.meta.url, "spend_accuracy.sql");
const salesSql = sqlFile(import.meta.url, "sales_accuracy.sql");

/** The predictions of all customers made before one day, as sums. Null where the predicted days are not over. */
export const SpendWindow = z.object({
  as_of: z.iso.date(),
  task: z.string(),
  horizon_days: z.int(),
  last_day: z.iso.date(),
  is_over: z.boolean(),
  customers: z.int(),
  predicted: z.number(),
  /** The company's forecast of the same days. */
  forecast: z.number().nullable(),
  /** Share of the company's sales, in as many days before, from customers who were known when those days began. */
  known_share: z.number().nullable(),
  /** Factor that makes the predictions add up to the known customers' part of the forecast. */
  factor: z.number().nullable(),
  company_came: z.number().nullable(),
  actual: z.number().nullable(),
  actual_squares: z.number().nullable(),
  errors: z.number().nullable(),
  squared_errors: z.number().nullable(),
  plain_errors: z.number().nullable(),
  plain_squared_errors: z.number().nullable(),
  scaled_errors: z.number().nullable(),
  scaled_squared_errors: z.number().nullable(),
  within80: z.int(),
  within95: z.int(),
});
export type SpendWindow = z.infer<typeof SpendWindow>;

export const ForecastDay = z.object({
  as_of: z.iso.date(),
  business_date: z.iso.date(),
  days_ahead: z.int(),
  predicted: z.number(),
  low80: z.number(),
  high80: z.number(),
  low95: z.number(),
  high95: z.number(),
  actual: z.number(),
});
export type ForecastDay = z.infer<typeof ForecastDay>;

/** Predictions made on or after a day, next to the actual sales. */
export const readAccuracy = async ({ query }: Pick<Warehouse, "query">, since: string) => ({
  windows: z.array(SpendWindow).parse(await query(spendSql, { since: date(since) })),
  days: z.array(ForecastDay).parse(await query(salesSql, { since: date(since) })),
});

import { z } from "zod";
import type { Warehouse } from "../../../shared/ports.ts";
import { date, sqlFile } from "../../../shared/sql.ts";

const spendSql = sqlFile(import.meta.url, "spend_accuracy.sql");
const salesSql = sqlFile(import.meta.url, "sales_accuracy.sql");

/** What was said of all customers before one day: sums over them. Null where the time it speaks of is not over. */
export const SpendWindow = z.object({
  as_of: z.iso.date(),
  task: z.string(),
  horizon_days: z.int(),
  last_day: z.iso.date(),
  is_over: z.boolean(),
  customers: z.int(),
  predicted: z.number(),
  /** The company's, of the same days. */
  forecast: z.number().nullable(),
  /** Of the company's sales in as many days before, what customers brought who were known when those began. */
  known_share: z.number().nullable(),
  /** What predictions are multiplied by to add up to the known customers' part of the forecast. */
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

/** What was predicted from a day on, as it was said before that day, next to what came. */
export const readAccuracy = async (
  { query }: Pick<Warehouse, "query">,
  since: string,
): Promise<{ readonly windows: readonly SpendWindow[]; readonly days: readonly ForecastDay[] }> => ({
  windows: z.array(SpendWindow).parse(await query(spendSql, { since: date(since) })),
  days: z.array(ForecastDay).parse(await query(salesSql, { since: date(since) })),
});

import { z } from "zod";
import { firstDate } from "../../../shared/dates.ts";
import type { Platform } from "../../../shared/platform.ts";
import { date, sqlFile, text } from "../../../shared/sql.ts";

const openSql = sqlFile(import.meta.url, "open_invoices.sql");

const Row = z.object({
  invoice_id: z.string(),
  account_id: z.string(),
  company_name: z.string().nullable(),
  branch_name: z.string().nullable(),
  issued_on: z.iso.date(),
  due_on: z.iso.date(),
  currency: z.string(),
  disputed_on: z.iso.date().nullable(),
  open_amount: z.number().nullable(),
  /** To the base currency. */
  rate: z.number(),
  last_day: z.iso.date(),
});
export type OpenRow = z.infer<typeof Row>;

const lastDaySql = sqlFile(import.meta.url, "last_day.sql");

/** The newest day that any invoice or payment tells of; null before the first. */
export const readLastDay = async ({ warehouse }: Pick<Platform, "warehouse">): Promise<string | null> => {
  const [row] = await warehouse.query(lastDaySql);
  return typeof row?.["last_day"] === "string" ? row["last_day"] : null;
};

/** Ordered by account and invoice. */
export const readOpenInvoices = async ({
  warehouse,
  company,
}: Pick<Platform, "warehouse" | "company">): Promise<readonly OpenRow[]> => {
  const params = { from_day: date(firstDate), base_currency: text(company.baseCurrency) };
  return z.array(Row).parse(await warehouse.query(openSql, params));
};

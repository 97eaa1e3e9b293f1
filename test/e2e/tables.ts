import { createHash } from "node:crypto";
import type { Warehouse } from "../../shared/ports.ts";

/** Every table that the pipeline writes, with the columns that put its rows in one order. */
export const tables: Readonly<Record<string, string>> = {
  "raw.transactions": "_object, _row",
  "raw.fx_rates": "_object, _row",
  "raw.products": "_object, _row",
  "raw.customers": "_object, _row",
  "raw.stores": "_object, _row",
  "raw.accounts": "_object, _row",
  "raw.skus": "_object, _row",
  "raw.invoices": "_object, _row",
  "raw.invoice_line_items": "_object, _row",
  "raw.payments": "_object, _row",
  "raw.credit_notes": "_object, _row",
  "raw.disputes": "_object, _row",
  "raw.contacts": "_object, _row",
  "raw.rejects": "_object, _row",
  "clean.lines": "_object, _row",
  "clean.quarantine": "_object, _row, rule",
  "clean.accounts": "account_id",
  "clean.skus": "item_id",
  "clean.invoices": "invoice_id",
  "clean.invoice_lines": "_object, _row",
  "clean.payments": "_object, _row, kind",
  "clean.disputes": "_object, _row",
  "clean.accounts_history": "change_key, valid_from, _object, _row, is_deleted",
  "clean.skus_history": "change_key, valid_from, _object, _row, is_deleted",
  "clean.invoice_line_items_history": "change_key, valid_from, _object, _row, is_deleted",
  "clean.invoices_history": "change_key, valid_from, _object, _row, is_deleted",
  "clean.payments_history": "change_key, valid_from, _object, _row, is_deleted",
  "clean.credit_notes_history": "change_key, valid_from, _object, _row, is_deleted",
  "clean.reference_keys": "feed, column_name, key_value",
  "metrics.daily_customer_metrics": "business_date, customer_id",
  "metrics.daily_sales": "business_date, dimension, value",
  "metrics.customers": "customer_id",
  "metrics.tiers": "customer_id, valid_from",
  "metrics.tier_changes_due": "customer_id",
  "metrics.first_orders": "customer_id",
  "metrics.kpi_tiers": "customer_id, valid_from",
  "metrics.kpi_periods": "calendar, cadence, period",
  "metrics.kpi_values": "kpi, cadence, period, dimension, segment",
  "credit.invoices": "invoice_id",
  "credit.part_payments": "invoice_id, paid_on",
  "credit.account_days": "account_id, day",
  "credit.invoice_features": "invoice_id",
  "credit.labels": "invoice_id",
  "insights.findings": "id",
  "insights.drivers": "finding_id, split_name, place",
  "insights.explanations": "finding_id",
  "credit.calendar": "last_day",
  "credit.daily": "business_date, branch",
};

/** A withdrawn finding tells what was told once. Files that came at once never told it. */
export const standing: Readonly<Record<string, string>> = {
  "insights.findings": "where state = 'open'",
};

/** The full ordered content of every table, as text. */
export const contents = async (
  warehouse: Warehouse,
  { generations = true }: { generations?: boolean } = {},
): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const [table, order] of Object.entries(tables)) {
    const rows = await warehouse.query(`select * from ${table} ${standing[table] ?? ""} order by ${order}`);
    found[table] = rows
      .map((row) => JSON.stringify(generations ? row : { ...row, _generation: undefined }))
      .join("\n");
  }
  return found;
};

/** One line per table: how many rows and a digest of every byte of them. */
export const digests = (all: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(all).map(([table, text]) => [
      table,
      `${text === "" ? 0 : text.split("\n").length} rows ${createHash("sha256").update(text).digest("hex").slice(0, 16)}`,
    ]),
  );
